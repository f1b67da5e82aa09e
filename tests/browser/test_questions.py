"""A question asked, answered, thanked for, and found by the next one who asks."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.finding import actions as finding
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Answer, Question, Thanks

SENTENCE = "Hoe lang bewaren jullie gescande bouwdossiers?"
ANSWER = "Wij bewaren **alles**, want de selectielijst laat ons geen keus."


class Words(NamedTuple):
    language: str
    ask: str
    post: str
    your_answer: str
    answer: str
    thank: str
    thanked: str
    best: str
    not_best: str


WORDS = [
    Words(
        "nl", "Stel je vraag in een groep", "Plaats vraag", "Jouw antwoord", "Plaats antwoord",
        "Bedank", "Bedankt", "Beste antwoord", "Toch geen beste antwoord",
    ),
    Words(
        "en", "Ask it in a group", "Post question", "Your answer", "Post answer",
        "Thank", "Thanked", "Best answer", "No best answer after all",
    ),
]  # fmt: skip
IN_BOTH_LANGUAGES = pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


@IN_BOTH_LANGUAGES
@WITH_AND_WITHOUT
def test_from_a_question_to_the_next_who_asks(visit, world, words, javascript):
    def look(path, actor, **more):
        return visit(path, actor=actor, language=words.language, javascript=javascript, **more)

    samira = look(f"/vraag/?q={SENTENCE}", world.samira)
    samira.get_by_role("link", name=words.ask).click()
    expect(samira.get_by_role("textbox").first).to_have_value(SENTENCE)
    button(samira, words.post).click()
    expect(samira.get_by_role("heading", level=1)).to_have_text(SENTENCE)
    question = Question.objects.get(title=SENTENCE)

    marit = look(f"/vraag/{question.pk}/", world.marit, width=PHONE)
    marit.get_by_label(words.your_answer).fill(ANSWER)
    button(marit, words.answer).click()
    expect(marit.locator("article.answer strong")).to_have_text("alles")
    answer = Answer.objects.get(question=question)
    assert marit.url.endswith(f"#answer-{answer.pk}")

    samira.reload()
    button(samira, words.thank).click()
    expect(button(samira, words.thanked)).to_have_attribute("aria-pressed", "true")
    button(samira, words.best).click()
    expect(samira.locator("article.answer--best")).to_contain_text("selectielijst")
    assert Thanks.objects.get().actor == world.samira

    finding.index_everything()
    noor = look("/vraag/?q=bouwdossiers bewaren", world.noor)
    noor.get_by_role("link", name=SENTENCE).first.click()
    expect(noor.locator("article.answer--best")).to_contain_text("selectielijst")


@pytest.fixture
def asked(world: worlds.World) -> Question:
    question = actions.ask(world.samira, group=world.group, title=SENTENCE)
    for author, text in ((world.joost, "Tien jaar."), (world.marit, ANSWER)):
        actions.answer(author, question=question, text=text)
    return question


@IN_BOTH_LANGUAGES
def test_saying_what_helped_changes_the_answers_and_keeps_what_is_typed(visit, world, asked, words):
    page = visit(f"/vraag/{asked.pk}/", actor=world.samira, language=words.language)
    page.get_by_label(words.your_answer).fill("Nog niet klaar met typen")
    second = page.locator("article.answer").nth(1)

    button(second, words.thank).click()
    pressed = button(second, words.thanked)
    expect(pressed).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(second, words.thank)).to_be_focused()
    assert not Thanks.objects.exists()

    button(second, words.best).focus()
    page.keyboard.press("Space")
    first = page.locator("article.answer").nth(0)
    expect(first).to_have_class("answer answer--best")
    expect(first).to_be_focused()
    expect(first).to_contain_text("selectielijst")
    assert axe(page) == []

    button(first, words.not_best).click()
    expect(page.locator("article.answer--best")).to_have_count(0)
    expect(page.get_by_label(words.your_answer)).to_have_value("Nog niet klaar met typen")


def test_what_cannot_be_any_more_is_told_among_the_answers(visit, world, asked):
    page = visit(f"/vraag/{asked.pk}/", actor=world.samira, language="en")
    actions.withdraw_answer(world.joost, answer=asked.answers.get(author=world.joost))
    with page.expect_response(re.compile("bedankt")) as response:
        button(page.locator("article.answer").nth(0), "Thank").click()
    assert response.value.status == 404
    expect(page.locator("body")).to_contain_text("This page does not exist")


def test_asked_by_keyboard_alone(visit, world):
    page = visit("/vraag/nieuw/", actor=world.joost, language="en")
    page.get_by_label("Your question in one sentence").focus()
    page.keyboard.type("Wie heeft een lijst van soorten?")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Post question":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie heeft een lijst van soorten?")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_are_sound(visit, world, asked, width, dark):
    actions.choose_best(world.samira, answer=asked.answers.get(author=world.marit))
    answer = asked.answers.get(author=world.joost)
    for path, actor in (
        (f"/vraag/{asked.pk}/", world.samira),
        (f"/vraag/{asked.pk}/", world.marit),
        (f"/vraag/nieuw/?q={SENTENCE}", world.samira),
        ("/vraag/nieuw/", world.bram),
        (f"/vraag/{asked.pk}/wijzigen/", world.samira),
        (f"/vraag/{asked.pk}/intrekken/", world.samira),
        (f"/antwoord/{answer.pk}/intrekken/", world.joost),
    ):
        page = visit(path, actor=actor, width=width, dark=dark)
        assert (path, axe(page), overflow(page), small_targets(page)) == (path, [], [], [])
        assert html_faults(page.content()) == []


def test_asked_by_name_from_a_profile_to_the_answer(transactional_db, walk):
    world = worlds.build()
    joost = walk.open(f"/@{world.marit.handle}/", world.joost)
    walk.follow(joost, "Ask a question")
    walk.reads(joost, "Ask %(name)s a question", name="Marit")
    joost.get_by_label(walk.say("Your question in one sentence")).fill(SENTENCE)
    walk.press(joost, "Post question")
    walk.reads(
        joost, "You asked %(name)s by name. Only the two of you know.", name="Marit Hoekstra"
    )

    marit = walk.open("/", world.marit)
    walk.reads(marit, "%(name)s asks you by name.", name="Joost")
    marit.get_by_label(walk.say("Your answer")).fill(ANSWER)
    walk.press(marit, "Post answer")
    walk.reads(marit, "You answered a colleague.")

    samira = walk.open(f"/vraag/{Question.objects.get(title=SENTENCE).pk}/", world.samira)
    expect(samira.locator("main")).to_contain_text("selectielijst")
    not_hers = walk.say(
        "You asked %(name)s by name. Only the two of you know.", name=world.marit.name
    )
    expect(samira.locator("main")).not_to_contain_text(not_hers)


def test_rather_not_and_no_group_together(transactional_db, walk):
    world = worlds.build()
    actions.ask(world.joost, group=world.group, title=SENTENCE, person=world.marit)
    marit = walk.open("/", world.marit)
    walk.press(marit, "I'd rather not")
    walk.reads(marit, "Fine. Nobody is told.")
    expect(marit.locator("main")).not_to_contain_text(
        walk.say("%(name)s asks you by name.", name="Joost")
    )
    walk.reads(
        walk.open(f"/vraag/nieuw/?aan={world.bram.handle}", world.joost),
        "You and %(name)s share no group",
        name="Bram",
    )
