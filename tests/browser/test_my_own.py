"""For my eyes only: a memory card is written, comes back on Today, and my network is drawn."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.world import acquaint, member
from vaknet.domain.connections import queries
from vaknet.domain.connections.models import Connection
from vaknet.domain.notices.queries import day_of_round
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Place, Profile

CARD = {
    "Where did you meet?": "Op de archiefdag",
    "What does this person know?": "Bouwdossiers scannen",
    "What do you want to remember?": "Speelt orgel",
    "What is your next step?": "Haar het bestek sturen",
}


def test_a_card_comes_back_on_its_day(walk, world):
    samira = walk.open("/ik/kaartjes/", world.samira, width=DESK)
    walk.reads(samira, "No cards yet")
    samira.goto(f"/@{world.marit.handle}/")
    walk.follow(samira, "Keep a memory card")
    for label, words in CARD.items():
        samira.get_by_label(walk.say(label)).fill(words)
    samira.get_by_label(walk.say("On which day does Today bring it back?")).fill(
        day_of_round(world.samira).isoformat()
    )
    walk.press(samira, "Keep")
    walk.reads(samira, "Kept. Only you can read it.")

    samira.goto("/")
    samira.get_by_text(CARD["What is your next step?"]).first.wait_for(state="attached")
    samira.goto("/ik/kaartjes/?q=niemand")
    walk.look(samira)
    walk.reads(samira, "No card with these words")
    samira.goto("/ik/kaartjes/?q=scannen")
    walk.look(samira)
    samira.get_by_role("link", name=world.marit.name).click()
    walk.press(samira, "Done")
    walk.reads(samira, "Well done. The day is off the card.")
    samira.get_by_label(walk.say("Where did you meet?")).fill("In de trein")
    walk.press(samira, "Keep")
    kept = queries.memory_of(world.samira, world.marit)
    assert kept is not None
    assert (kept.words.met, kept.words.note, kept.remind_on) == (
        "In de trein",
        "Speelt orgel",
        None,
    )

    samira.get_by_text(walk.say("Throw this card away")).click()
    walk.press(samira, "Yes, throw it away")
    walk.reads(samira, "The card is gone.")
    assert queries.memory_of(world.samira, world.marit) is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_my_network_is_drawn_and_told(visit, world, language):
    for width, dark in [(DESK, False), (PHONE, True)]:
        page = visit("/ik/netwerk/", actor=world.samira, width=width, dark=dark, language=language)
        expect(page.locator("svg.drawing title")).to_have_count(3)
        expect(page.get_by_role("row", name="gemeente Duinrade")).to_be_visible()
        assert axe(page) + overflow(page) + html_faults(page.content()) == []
    assert small_targets(page) == []


def test_a_dot_leads_to_the_person_and_the_keyboard_does_not_stop_at_it(visit, world):
    page = visit("/ik/netwerk/", actor=world.samira)
    assert page.locator("svg.drawing a:not([tabindex='-1'])").count() == 0
    page.locator("svg.drawing a", has_text=world.joost.name).locator("circle").click()
    expect(page).to_have_title(f"{world.joost.name} – Vaknet")


@pytest.fixture
def far(world):
    """Samira's network: ten people of ten places and trades, all from long ago, and two teams."""
    for number in range(10):
        other = member(f"Collega {number}", f"c{number}@elders.example")
        town = Place.objects.create(
            name=f"Dorp {number}", country="NL", region=f"Streek {number}",
            latitude=52, longitude=5, population=9,
        )  # fmt: skip
        Profile.objects.filter(actor=other).update(place=town, profession=f"Vak {number}")
        people.add_role(other, kind="work", title="x", organisation=f"Dienst {number}")
        acquaint(world.samira, other)
        Connection.objects.filter(holder=world.samira, contact=other).update(
            since=timezone.make_aware(timezone.datetime(2024, 3, 5 + number, 12))
        )
    return world


def test_my_network_tells_how_far_it_reaches_and_leads_to_a_talk(walk, far):
    samira = walk.open("/ik/netwerk/", far.samira)
    for words in ("Vak 0", "Streek 0", "Dienst 0"):
        expect(samira.get_by_role("rowheader", name=words)).to_be_visible()
    bridges = samira.get_by_role("region", name=walk.say("Your bridges"))
    expect(bridges).to_contain_text(walk.say("Your only contact in %(where)s.", where="Streek 0"))
    cold = samira.get_by_role("region", name=walk.say("Not heard from for a while"))
    expect(cold.get_by_role("listitem")).to_have_count(6)
    expect(samira.get_by_role("rowheader", name="Streek 9")).to_have_count(0)
    samira.locator("a[href='?alles#cold']").click()
    walk.look(samira)
    expect(cold.get_by_role("listitem")).to_have_count(10)
    expect(samira.get_by_role("rowheader", name="Streek 9")).to_be_visible()
    walk.follow(samira, "Show the first few of each list")
    expect(cold.get_by_role("listitem")).to_have_count(6)
    cold.get_by_role("link", name=walk.say("Propose a talk")).first.click()
    walk.look(samira)
    expect(samira.locator("main")).to_contain_text("Collega 0")


def test_who_knows_nobody_reads_where_to_begin(walk, world):
    bram = walk.open("/ik/netwerk/", world.bram)
    walk.reads(bram, "Nobody to draw yet")
    bram.locator("main").get_by_role("link", name=walk.say("Who can help?")).click()
    walk.look(bram)
