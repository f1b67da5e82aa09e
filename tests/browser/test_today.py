"""Today: a line with an end, for who is asked for, for who is not, and for a guest."""

from typing import NamedTuple

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, faults, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions as connections
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.people import actions as people

QUESTION = "Hoe richten jullie een digitaal bouwdossier in?"


class Words(NamedTuple):
    language: str
    introduce: str
    end: str
    nothing: str
    answer: str
    helped: str
    had_all: str
    skip: str
    after_all: str
    promise: str


WORDS = [
    Words(
        "nl", "Stel voor", "Eindpunt", "Vandaag wacht er niets op jou. Fijn.",
        "Plaats antwoord", "Je hielp een vakgenoot met een antwoord.",
        "Je had alle haltes van vandaag.", "Sla over", "Toch doen",
        "Een vraag over je werk? Iemand hier weet het.",
    ),
    Words(
        "en", "Introduce", "End of the line", "Nothing waits for you today. Enjoy.",
        "Post answer", "You helped a colleague with an answer.",
        "You had all of today's stops.", "Skip", "I want to after all",
        "A question at work? Somebody here knows.",
    ),
]  # fmt: skip
IN_BOTH_LANGUAGES = pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


@pytest.fixture
def world(transactional_db) -> worlds.World:
    """Joost is asked to introduce, and Samira is asked what she says she knows."""
    world = worlds.build()
    connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Een half uur bellen."
    )
    knowledge.ask(world.joost, group=world.group, title=QUESTION)
    return world


@IN_BOTH_LANGUAGES
@WITH_AND_WITHOUT
def test_one_stop_is_done_and_the_line_ends(visit, world, words, javascript):
    samira = visit("/", actor=world.samira, language=words.language, javascript=javascript)
    stops = samira.locator(".stop")
    expect(stops).to_have_count(2)
    expect(stops.nth(0)).to_contain_text(QUESTION)
    expect(stops.nth(0)).to_contain_text("Digitaal bouwdossier inrichten")
    expect(stops.nth(1)).to_contain_text(words.end)
    samira.locator("[name=text]").fill("Begin bij de zaaktypen.")
    samira.get_by_role("button", name=words.answer).click()
    assert Answer.objects.latest("pk").author == world.samira

    expect(samira.locator(".stop.is-done")).to_contain_text(words.helped)
    expect(samira.locator("#lead")).to_have_text(words.had_all)
    assert faults(samira, script=javascript) == []

    joost = visit("/", actor=world.joost, language=words.language, javascript=javascript)
    expect(joost.locator(".stop").nth(0)).to_contain_text(words.introduce)
    expect(joost.locator("aside")).to_contain_text("Samira El Idrissi")


@IN_BOTH_LANGUAGES
@WITH_AND_WITHOUT
def test_a_stop_is_skipped_and_taken_back(visit, world, words, javascript):
    page = visit("/", actor=world.samira, language=words.language, javascript=javascript)
    page.get_by_role("button", name=words.skip).click()
    expect(page.locator(".stop.is-skipped")).to_have_count(1)
    expect(page.locator("#lead")).to_have_text(words.had_all)
    assert faults(page, script=javascript) == []
    back = page.get_by_role("button", name=words.after_all)
    if javascript:
        expect(back).to_be_focused()
    back.click()
    expect(page.locator(".stop.is-skipped")).to_have_count(0)
    expect(page.locator("[name=text]")).to_be_visible()


@IN_BOTH_LANGUAGES
def test_who_is_not_asked_for_anything_is_told_so_kindly(visit, world, words):
    people.add_known_topic(world.bram, text="Jongerenwerk")
    here = timezone.localtime()  # at night the page speaks of the round that begins at eight
    with time_machine.travel(here.replace(hour=max(9, here.hour))):
        bram = visit("/", actor=world.bram, language=words.language, width=PHONE)
        expect(bram.locator("main")).to_contain_text(words.nothing)
        expect(bram.locator(".stop")).to_have_count(1)
        assert axe(bram) == []


@IN_BOTH_LANGUAGES
@WITH_AND_WITHOUT
def test_a_guest_sees_what_this_is_and_nobodys_name(visit, world, words, javascript):
    open_group = groups.start_group(
        world.noor, name="Open spreekuur", purpose="Voor iedereen", readers="public"
    )
    knowledge.ask(world.noor, group=open_group, title="Wat staat er in de nieuwe cao?")
    guest = visit("/", language=words.language, javascript=javascript)
    expect(guest.get_by_role("heading", level=1)).to_have_text(words.promise)
    expect(guest.locator("main")).to_contain_text("Wat staat er in de nieuwe cao?")
    told = guest.content()
    assert [actor.name for actor in world.everybody if actor.name in told] == []
    assert QUESTION not in told


def test_the_question_of_the_day_by_keyboard_alone(visit, world):
    page = visit("/", actor=world.noor, language="en")
    page.get_by_label("Do you have a question at work?").focus()
    page.keyboard.type("bouwdossier")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who can help with your question?")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_are_sound(visit, world, width, dark):
    for actor in (world.samira, world.joost, world.bram, None):
        page = visit("/", actor=actor, width=width, dark=dark)
        assert (axe(page), overflow(page), small_targets(page)) == ([], [], [])
        assert html_faults(page.content()) == []


def test_who_is_alone_here_is_told_how_to_begin(visit, db):
    ada = worlds.member("Ada de Boer", "ada@lindewoude.example", knows=["archieven"])
    for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en"), (320, False, "nl")]:
        page = visit("/", actor=ada, width=width, dark=dark, language=language)
        assert page.locator("#alone").count() == 1
        assert axe(page) + overflow(page) + html_faults(page.content()) == []
