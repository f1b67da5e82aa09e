"""Two look at one page: what one writes, the other is told of, and sees when she wants."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import faults, until
from tests.browser.conftest import DESK, PHONE
from tests.ports import free_port
from tests.streams import Streams, running
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Question

NEW = "Vraag het eerst aan de commissie."
type Visit = Callable[..., Page]


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def live(live_server, tmp_path: Path, settings) -> Iterator[Streams]:
    with running(tmp_path, pages=live_server.url) as streams:
        _with_streams(settings, streams.port)
        yield streams


def _with_streams(settings, port: int) -> None:
    settings.LIVE_STREAMS, settings.LIVE_PORT, settings.LIVE_HOSTS = 50, port, ["localhost"]
    theirs = [*settings.SECURE_CSP["connect-src"], f"http://localhost:{port}"]
    settings.SECURE_CSP = settings.SECURE_CSP | {"connect-src": theirs}


def _listening(page: Page, act: Callable[[], object]) -> None:
    """Do it, and wait until the page hears."""
    with page.expect_response(re.compile("/live/")) as found:
        act()
    assert found.value.status == 200


def _who_hears(visit: Visit, actor: Actor, question: Question) -> Page:
    """Who hears of it shows that there was something to hear."""
    page = visit("/over/", actor=actor)
    _listening(page, lambda: page.goto(f"/vraag/{question.pk}/"))
    return page


@contextmanager
def _asking_nothing(page: Page) -> Iterator[None]:
    """What it asks next is what we ask of it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    yield
    page.evaluate("() => fetch('/over/')")
    assert asked == ["/over/"]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_an_answer_comes_while_she_types_and_nothing_is_lost(
    world: worlds.World, live: Streams, visit: Visit, width: int
) -> None:
    bram = visit("/over/", actor=world.bram, width=width)
    bram.clock.install()
    _listening(bram, lambda: bram.goto(f"/vraag/{world.question.pk}/"))
    bram.clock.pause_at(bram.evaluate("Date.now()") + 60_000)
    field = bram.get_by_label("Jouw antwoord")
    field.press_sequentially("Wij deden dit")
    before = field.bounding_box()
    noor = visit(f"/vraag/{world.question.pk}/", actor=world.noor)
    noor.get_by_label("Jouw antwoord").fill(NEW)
    with bram.expect_response(re.compile("/nieuws/")):
        noor.get_by_role("button", name="Plaats antwoord").click()
    expect(noor.get_by_text(NEW)).to_be_visible()

    line = bram.get_by_role("button", name="1 nieuw antwoord")
    bram.clock.run_for(2_000)
    expect(line).to_have_count(0)  # she was typing just now
    bram.clock.resume()
    expect(line).to_be_visible()
    expect(field).to_be_focused()
    assert abs(field.bounding_box()["y"] - before["y"]) < 2
    expect(bram.locator("#announcer")).to_have_text("1 nieuw antwoord")
    expect(bram.get_by_text(NEW)).to_have_count(0)
    assert faults(bram, script=True) == []

    # By keyboard: the line stands before the form.
    line.focus()
    bram.keyboard.press("Space")
    new = bram.locator("article.answer").filter(has_text=NEW)
    expect(new).to_be_focused()
    expect(bram.get_by_role("heading", name="2 antwoorden")).to_be_visible()
    expect(field).to_have_value("Wij deden dit")
    expect(line).to_have_count(0)
    # And of the next one she hears too.
    actions.answer(world.samira, question=world.question, text="Dank je.")
    expect(line).to_be_visible()


def test_a_reply_comes_in_a_conversation_and_a_second_one(
    world: worlds.World, live: Streams, visit: Visit
) -> None:
    post = actions.start_conversation(world.samira, groups=[world.group], title="Calque?")
    joost = visit("/over/", actor=world.joost, language="en", dark=True)
    _listening(joost, lambda: joost.goto(f"/gesprek/{post.pk}/"))
    field = joost.get_by_label("Your reply")
    field.fill("Wij rollen")
    actions.reply(world.marit, post=post, text="Wij scannen.")
    expect(joost.get_by_role("button", name="1 new reply")).to_be_visible()
    actions.reply(world.samira, post=post, text="Waarmee?")
    both = joost.get_by_role("button", name="2 new replies")
    expect(both).to_be_visible()
    assert faults(joost, script=True) == []
    both.click()
    expect(joost.locator("article.answer").first).to_be_focused()
    expect(joost.locator("article.answer")).to_have_count(2)
    expect(joost.get_by_role("heading", name="2 replies")).to_be_visible()
    expect(field).to_have_value("Wij rollen")
    # Her own reply is no news to her.
    with joost.expect_response(re.compile("/nieuws/")):
        joost.get_by_role("button", name="Post reply").click()
    expect(joost.locator("article.answer")).to_have_count(3)
    expect(joost.locator("#news button")).to_have_count(0)


def test_without_script_the_page_stays_as_it_was(
    world: worlds.World, live: Streams, visit: Visit
) -> None:
    bram = visit(f"/vraag/{world.question.pk}/", actor=world.bram, javascript=False)
    joost = _who_hears(visit, world.joost, world.question)
    actions.answer(world.noor, question=world.question, text=NEW)
    expect(joost.locator("#news button")).to_be_visible()
    expect(bram.locator("#news button")).to_have_count(0)
    assert faults(bram, script=False) == []
    bram.reload()
    expect(bram.get_by_text(NEW)).to_be_visible()


def test_who_may_read_no_more_sees_nothing_and_the_page_knocks_no_more(
    world: worlds.World, live: Streams, visit: Visit
) -> None:
    closed = groups.start_group(world.samira, name="Kring", purpose="Besloten", readers="group")
    groups.invite(world.samira, group=closed, person=world.joost)
    groups.accept_invitation(world.joost, group=closed)
    question = actions.ask(world.samira, group=closed, title="Wie neemt het over?")
    joost = visit("/over/", actor=world.joost)
    _listening(joost, lambda: joost.goto(f"/vraag/{question.pk}/"))
    with joost.expect_response(re.compile("/nieuws/")) as looked:
        groups.leave_group(world.joost, group=closed)
        actions.answer(world.samira, question=question, text=NEW)
    assert looked.value.status == 404
    with _asking_nothing(joost):
        joost.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(joost.locator("#news button")).to_have_count(0)


def test_a_tab_in_the_background_lets_go_and_hears_what_it_missed(
    world: worlds.World, live: Streams, visit: Visit
) -> None:
    question = actions.ask(world.samira, group=world.group, title="Wie neemt het over?")
    bram = visit("/over/", actor=world.bram)
    _listening(bram, lambda: bram.goto(f"/vraag/{question.pk}/"))
    _look_away(bram, hidden=True)
    joost = _who_hears(visit, world.joost, question)
    with _asking_nothing(bram):
        actions.answer(world.noor, question=question, text=NEW)
        expect(joost.locator("#news button")).to_be_visible()
    _look_away(bram, hidden=False)
    expect(bram.get_by_role("button", name="1 nieuw antwoord")).to_be_visible()


def _look_away(page: Page, *, hidden: bool) -> None:
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_a_page_works_when_nothing_listens_and_knocks_seldom(
    visit: Visit, world: worlds.World, settings
) -> None:
    _with_streams(settings, free_port())
    bram = visit("/over/", actor=world.bram)
    begun: list[str] = []
    knocks: list[str] = []
    bram.on("request", lambda request: begun.append(request.url))
    bram.on("requestfinished", lambda request: begun.remove(request.url))
    bram.on("requestfailed", lambda request: knocks.append(request.url))
    bram.clock.install()
    bram.goto(f"/vraag/{world.question.pk}/")
    for _ in range(30):  # an hour
        bram.clock.fast_forward(120_000)
        bram.evaluate("() => fetch('/over/')")  # after which we know of all that was asked before
        until(bram, lambda: len(begun) == len(knocks))
    bram.get_by_label("Jouw antwoord").fill(NEW)
    bram.get_by_role("button", name="Plaats antwoord").click()
    expect(bram.get_by_text(NEW)).to_be_visible()
    assert 4 < len(knocks) < 25
    bram.close()
    _forgive_refused(visit)


def _forgive_refused(visit: Visit) -> None:
    """The browser itself says each time that nobody is there; all else would be our fault."""
    said: list[str] = visit.complaints  # type: ignore[attr-defined]
    assert all("ERR_CONNECTION_REFUSED" in one for one in said)
    said.clear()
