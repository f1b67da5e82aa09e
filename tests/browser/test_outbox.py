"""What is posted without a connection waits on the device, and is posted once."""

from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import faults
from tests.browser.conftest import PHONE
from tests.browser.test_offline import READY, come_in_as, with_worker
from tests.browser.words import words_in
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Question, Reply

ASKED = "Hoe richten jullie een digitaal bouwdossier in?"
TEXT = "Wij scanden eerst alleen wat jonger is dan 1990."
SAFE = "You are offline. Your answer is safe on this device. We send it later."
POSTED = "You have a connection again. What you wrote is posted."
WARNING = "Something waits on this device to be sent. If you sign out now, it is lost. Sign out?"
IS_KEPT_SINCE = """async (since) => {
    const page = await (await caches.open("pages")).match("/", { ignoreVary: true });
    return Number(page?.headers.get("Vaknet-Kept-At")) >= since;
}"""
WAITING = """async () => (await outbox.of(document.body.dataset.mine)).length"""


@pytest.fixture
def world(transactional_db) -> worlds.World:
    """Samira is asked what she says she knows."""
    world = worlds.build()
    knowledge.ask(world.joost, group=world.group, title=ASKED)
    return world


@pytest.fixture
def say(language):
    return words_in(language)


@pytest.fixture
def question(visit, world, language) -> Page:
    """Samira reads Joost's question with a connection."""
    page = visit("/", actor=world.samira, language=language, worker=True)
    with_worker(page)
    page.goto(f"/vraag/{world.question.pk}/")
    return page


def answer(page: Page, say, text: str = TEXT) -> None:
    page.get_by_label(say("Your answer")).fill(text)
    page.get_by_role("button", name=say("Post answer")).click()


def given(world) -> int:
    return Answer.objects.filter(author=world.samira, text=TEXT).count()


def test_an_answer_waits_for_a_connection(question, world, say):
    question.context.set_offline(True)
    answer(question, say)
    expect(question.get_by_text(say(SAFE))).to_be_visible()
    expect(question.locator("#outbox").get_by_text(TEXT)).to_be_visible()
    expect(question.get_by_label(say("Your answer"))).to_have_value("")
    assert question.evaluate("Object.keys(sessionStorage)") == []
    question.set_viewport_size({"width": PHONE, "height": 900})
    assert faults(question) == []
    assert given(world) == 0
    question.context.set_offline(False)
    expect(question.get_by_text(say(POSTED))).to_be_visible()
    expect(question.get_by_text(say(SAFE))).to_be_hidden()
    assert given(world) == 1
    assert question.evaluate(WAITING) == 0
    question.get_by_role("link", name=say("Look")).click()
    expect(question.locator("article.answer").get_by_text(TEXT)).to_be_visible()


def test_it_is_still_there_when_the_browser_opens_again(question, world, say):
    """She closes the page without a connection, and opens another one tomorrow."""
    context = question.context
    context.set_offline(True)
    answer(question, say)
    expect(question.get_by_text(say(SAFE))).to_be_visible()
    question.close()
    context.set_offline(False)
    tomorrow = context.new_page()
    tomorrow.goto("/g/")
    expect(tomorrow.get_by_text(say(POSTED))).to_be_visible()
    assert given(world) == 1


def test_from_the_line_of_today_as_it_was_kept(question, world, say):
    """Without a connection from the start: the page is the one that the worker kept."""
    since = question.evaluate("Date.now()")
    question.goto("/")
    expect(question.get_by_label(say("Your answer"))).to_have_count(1)
    question.wait_for_function(IS_KEPT_SINCE, arg=since)  # after it is shown
    question.context.set_offline(True)
    question.reload()
    expect(question.locator("[data-kept-line]")).to_be_visible()
    answer(question, say)
    expect(question.get_by_text(say(SAFE))).to_be_visible()
    question.context.set_offline(False)
    expect(question.get_by_text(say(POSTED))).to_be_visible()
    assert given(world) == 1


def test_a_connection_that_only_seemed_to_be_there(question, world, say):
    """The browser believes in it, so the form goes on its way, and the worker catches it."""
    question.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    question.context.set_offline(True)
    answer(question, say)
    kept = say("What you wrote is safe on this device. We send it later.")
    expect(question.get_by_text(kept)).to_be_visible()
    assert faults(question) == []
    question.context.set_offline(False)
    question.goto("/g/")
    expect(question.get_by_text(say(POSTED))).to_be_visible()
    assert given(world) == 1
    question.goto(f"/vraag/{world.question.pk}/")
    expect(question.get_by_label(say("Your answer"))).to_have_value("")


def test_a_reply_that_htmx_could_not_send(question, visit, world, say):
    post = knowledge.start_conversation(world.marit, groups=[world.group], title="Wat nu?")
    question.goto(f"/gesprek/{post.pk}/")
    question.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    question.context.set_offline(True)
    question.get_by_label(say("Your reply")).fill(TEXT)
    question.get_by_role("button", name=say("Post reply")).click()
    expect(question.locator("#outbox").get_by_text(TEXT)).to_be_visible()
    question.context.set_offline(False)
    expect(question.get_by_text(say(POSTED))).to_be_visible()
    assert Reply.objects.filter(post=post, text=TEXT).count() == 1
    lost, told = visit.complaints  # the browser and htmx tell whoever looks in the console
    assert "ERR_INTERNET_DISCONNECTED" in lost
    assert "Failed to fetch" in told
    visit.complaints.clear()


def test_a_question_and_what_was_typed_of_it(question, world, say):
    question.goto("/vraag/nieuw/")
    title = question.get_by_label(say("Your question in one sentence"))
    title.fill("Wie heeft ervaring?")
    question.reload()
    expect(title).to_have_value("Wie heeft ervaring?")
    question.context.set_offline(True)
    question.get_by_role("button", name=say("Post question")).click()
    safe = say("You are offline. What you wrote is safe on this device. We send it later.")
    expect(question.get_by_text(safe)).to_be_visible()
    question.context.set_offline(False)
    expect(question.get_by_text(say(POSTED))).to_be_visible()
    assert Question.objects.filter(title="Wie heeft ervaring?").count() == 1


def test_what_is_empty_does_not_wait(question, say):
    question.context.set_offline(True)
    answer(question, say, "")
    assert question.evaluate(WAITING) == 0


def test_a_question_that_is_gone_meanwhile_says_so_and_keeps_her_words(question, world, say):
    asked = Question.objects.get(title=ASKED)
    question.goto(f"/vraag/{asked.pk}/")
    question.context.set_offline(True)
    answer(question, say)
    expect(question.get_by_text(say(SAFE))).to_be_visible()
    knowledge.withdraw_question(world.joost, question=asked)
    question.context.set_offline(False)
    expect(question.get_by_text(say("What you wrote offline could not be posted."))).to_be_visible()
    assert faults(question) == []
    question.get_by_text(say("Your words")).click()
    expect(question.locator("#outbox").get_by_text(TEXT)).to_be_visible()
    question.locator("#outbox").get_by_role("button", name=say("Throw away")).click()
    expect(question.locator("#outbox")).to_be_hidden()
    assert question.evaluate(WAITING) == 0


def test_what_waited_for_a_month_is_hers_to_decide(question, world, say):
    """It is not posted by itself any more, and no word of it goes away."""
    keep = "post => outbox.keep({ ...post, whose: document.body.dataset.mine })"
    month = 31 * 24 * 60 * 60 * 1000
    to = f"/vraag/{world.question.pk}/"
    at = question.evaluate("Date.now()") - month
    for number, text in enumerate((TEXT, "Toch maar niet.")):
        once = str(UUID(int=number))
        fields = [["text", text], ["once", once]]
        old = {"once": once, "kind": "answer", "to": to, "fields": fields, "at": at}
        question.evaluate(keep, old)
    question.reload()
    box = question.locator("#outbox")
    asks = say("You wrote this offline more than a month ago. Do you still want to post it?")
    expect(box.get_by_text(asks)).to_have_count(2)
    box.get_by_text(say("Your words")).first.click()
    expect(box.get_by_text(TEXT)).to_be_visible()
    question.set_viewport_size({"width": PHONE, "height": 900})
    assert faults(question) == []
    question.evaluate("dispatchEvent(new Event('online'))")
    box.get_by_role("button", name=say("Throw away")).last.click()
    expect(box.get_by_text(asks)).to_have_count(1)
    assert given(world) == 0
    box.get_by_role("button", name=say("Post it now")).click()
    expect(question.get_by_text(say(POSTED))).to_be_visible()
    assert given(world) == 1
    assert question.evaluate(WAITING) == 0
    assert not Answer.objects.filter(text="Toch maar niet.").exists()


def test_a_session_that_ended_meanwhile_asks_to_sign_in(question, world, say):
    question.context.set_offline(True)
    answer(question, say)
    expect(question.get_by_text(say(SAFE))).to_be_visible()
    question.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    question.context.set_offline(False)
    door = say("What you wrote is safe on this device. Sign in again, then we send it.")
    question.wait_for_function("async () => (await outbox.of(document.body.dataset.mine))[0].door")
    question.evaluate("dispatchEvent(new Event('online'))")
    come_in_as(question, world.samira)
    question.goto("/g/")
    expect(question.get_by_text(say(POSTED))).to_be_visible()
    expect(question.get_by_text(door)).to_be_hidden()
    assert given(world) == 1


def test_who_signs_in_next_neither_sees_nor_sends_it(question, world, say):
    question.context.set_offline(True)
    answer(question, say)
    expect(question.get_by_text(say(SAFE))).to_be_visible()
    come_in_as(question, world.noor)
    question.close()
    context = question.context
    context.set_offline(False)
    hers = context.new_page()
    hers.goto("/g/")
    hers.wait_for_function(READY)
    assert hers.evaluate(WAITING) == 0
    expect(hers.locator("#outbox")).to_be_hidden()
    assert not Answer.objects.filter(text=TEXT).exists()


def test_signing_out_warns_and_then_leaves_nothing(question, world, say):
    question.context.set_offline(True)
    question.goto("/")
    question.context.set_offline(False)
    question.goto("/ik/")
    keep = "post => outbox.keep({ ...post, whose: document.body.dataset.mine, at: Date.now() })"
    question.evaluate(keep, {"once": "x", "to": "/", "no": "weg", "fields": [["text", TEXT]]})
    question.reload()
    asked = []

    def answered(dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if len(asked) > 1 else dialog.dismiss()

    question.on("dialog", answered)
    sign_out = question.get_by_role("button", name=say("Sign out"))
    sign_out.click()
    expect(sign_out).to_be_visible()
    assert question.evaluate(WAITING) == 1
    sign_out.click()
    expect(question.get_by_text(say("You are signed out."))).to_be_visible()
    assert asked == [say(WARNING)] * 2
    kept = "async () => (await indexedDB.databases()).map(base => base.name)"
    assert question.evaluate(kept) == []
