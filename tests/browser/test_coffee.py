"""Two look for coffee, are brought together, say yes and propose a time."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.coffee import actions
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeSeat, Often
from vaknet.domain.people.models import Place


class Words(NamedTuple):
    language: str
    monthly: str
    town: str
    how_far: str
    online: str
    mentor: str
    look: str
    yes: str
    agreed: str
    propose: str
    met: str
    stop: str
    undo: str
    again: str


WORDS = [
    Words(
        "nl", "Elke maand", "Bij welke plaats?", "Hoe ver wil je gaan?", "Alleen online",
        "Een mentor die met mij meedenkt", "Zoek koffie", "Ja, leuk",
        "Jullie zeiden allebei ja. Maak nu een afspraak.", "Stel Bram een tijd voor", "Ja",
        "Stop met koffie zoeken", "Maak ongedaan", "Je zoekt weer koffie, zoals eerst.",
    ),
    Words(
        "en", "Every month", "Near which town?", "How far will you go?", "Online only",
        "A mentor who thinks along with me", "Look for coffee", "Yes, nice",
        "You both said yes. Now make an appointment.", "Propose a time to Bram", "Yes",
        "Stop looking for coffee", "Undo", "You look for coffee as before.",
    ),
]  # fmt: skip
IN_BOTH_LANGUAGES = pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def towns(world) -> list[Place]:
    made = [("Waterveen", 52.0908, 5.1222), ("Duinrade", 52.13, 5.2333)]
    return [
        Place.objects.create(
            name=name,
            country="NL",
            region="Midden",
            latitude=north,
            longitude=east,
            population=60_000,
        )
        for name, north, east in made
    ]


@pytest.fixture
def matched(world, towns) -> CoffeeMatch:
    for person, town in zip((world.samira, world.bram), towns, strict=True):
        actions.look_for_coffee(
            person, often="monthly", place=town, reach=10, wishes=["newcomer"], parts=[1, 4]
        )
    now = timezone.now()
    actions.draw_round(often=Often.MONTHLY, on=now.date() - timedelta(days=40), now=now)
    return CoffeeMatch.objects.get()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@IN_BOTH_LANGUAGES
@WITH_AND_WITHOUT
def test_from_a_wish_to_an_appointment(visit, world, towns, words, javascript):
    samira = visit("/koffie/", actor=world.samira, language=words.language, javascript=javascript)
    samira.get_by_label(words.monthly).check()
    samira.get_by_label(words.town).fill("Waterveen, Midden")
    samira.get_by_label(words.how_far).select_option("10")
    samira.get_by_label(words.mentor).check()
    press(samira, words.look)
    press(samira, words.stop)
    press(samira, words.undo)
    expect(samira.get_by_text(words.again)).to_be_visible()
    actions.look_for_coffee(world.bram, often="monthly", place=towns[1], reach=25, mentors=True)
    now = timezone.now()
    actions.draw_round(often=Often.MONTHLY, on=now.date(), now=now)
    samira.goto(f"{samira.url.partition('#')[0]}")
    press(samira, words.yes)
    actions.say_yes(world.bram, match=CoffeeMatch.objects.get())
    samira.reload()
    expect(samira.get_by_text(words.agreed)).to_be_visible()
    press(samira, words.met)
    assert CoffeeSeat.objects.get(person=world.samira).met == "met"


@IN_BOTH_LANGUAGES
def test_the_way_to_a_time(visit, world, matched, words):
    for person in (world.samira, world.bram):
        actions.say_yes(person, match=matched)
    samira = visit("/koffie/", actor=world.samira, language=words.language)
    samira.get_by_role("link", name=words.propose).click()
    expect(samira.get_by_role("heading", level=1)).to_have_text("Bram Kuipers")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_are_sound(visit, world, matched, width, dark):
    actions.say_yes(world.bram, match=matched)
    actions.say_no(world.bram, match=matched)
    for path, actor in (
        ("/koffie/", world.samira),
        ("/koffie/", world.bram),
        ("/koffie/", world.noor),
        ("/koffie/stoppen/", world.samira),
    ):
        page = visit(path, actor=actor, width=width, dark=dark)
        assert (path, axe(page), overflow(page), small_targets(page)) == (path, [], [], [])
        assert html_faults(page.content()) == []
