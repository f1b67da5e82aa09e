"""Marit chooses who sees what, and looks at her page through other eyes."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions as connections
from vaknet.domain.goals import actions as goals
from vaknet.domain.people import actions

SCANNED = "4.200 bouwdossiers gescand"
EMPLOYER, SOUGHT, GOAL = "gemeente Oosterhage", "Vier dagen bij de zee", "De haven weer open"


class Words(NamedTuple):
    language: str
    who_sees: str
    knows: str
    everyone: str
    contacts: str
    union: str
    agrees: str
    save: str
    tick: str
    outsider: str


WORDS = [
    Words(
        "nl", "Wie ziet wat", "Wat ik weet", "Iedereen, ook buiten dit netwerk", "Mijn bekenden",
        "Rollen bij de vakbond", "Iedereen mag zien dat ik hier lid ben", "Bewaar",
        "Zet het vinkje als je dat goedvindt.", "Iemand buiten dit netwerk",
    ),
    Words(
        "en", "Who sees what", "What I know", "Everyone, also outside this network", "My contacts",
        "Union roles", "Everyone may see that I am a member here", "Save",
        "Tick the box if you agree.", "Somebody outside this network",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_marit_shows_one_thing_to_everyone(visit, world, words, javascript):
    actions.add_role(world.marit, kind="union", title="kaderlid")
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/profiel/", actor=world.marit, **options)
    page.get_by_role("link", name=words.who_sees).click()
    page.get_by_label(words.knows).select_option(words.everyone)
    page.get_by_label(words.union).select_option(words.contacts)
    page.get_by_role("button", name=words.save, exact=True).click()
    expect(page.get_by_text(words.tick).first).to_be_visible()
    page.get_by_label(words.agrees).check()
    page.get_by_role("button", name=words.save, exact=True).click()
    page.get_by_role("link", name=words.outsider).click()
    expect(page.get_by_text(SCANNED)).to_be_visible()
    expect(page.get_by_text("kaderlid")).to_have_count(0)

    guest = visit(f"/@{world.marit.handle}/", **options)
    expect(guest.get_by_text(SCANNED)).to_be_visible()
    expect(guest.get_by_text("kaderlid")).to_have_count(0)
    stranger = visit(f"/@{world.bram.handle}/", **options)
    assert "/inloggen/" in stranger.url


def test_marit_looks_through_three_pairs_of_eyes(walk, world):
    """Work that she seeks is told to contacts, and the page says to whom else it never is."""
    soon = timezone.localdate() + timedelta(days=30)
    connections.look_for_work(world.marit, text=SOUGHT, audience="contacts", until_on=soon)
    goals.set_goal(world.marit, text=GOAL, shown=True)
    actions.show_parts(
        world.marit, who_sees={"knows": "everyone", "work": "contacts"}, agreed_to="x"
    )
    page = walk.open("/ik/profiel/", world.marit, width=DESK)
    walk.reads(page, "Shown to: %(who)s", who=walk.say("Everyone, also outside this network"))
    walk.follow(page, "Change who sees: %(what)s", what=walk.say("What I know"))
    seen = {}
    for who in (
        "somebody outside this network",
        "a member who does not know you",
        "a contact of yours",
    ):
        words = walk.say(who)
        page.get_by_role("link", name=words[0].upper() + words[1:]).click()
        walk.look(page)
        told = page.locator("main").inner_text()
        seen[who] = [one for one in (SCANNED, EMPLOYER, SOUGHT, GOAL) if one in told]
        page.get_by_role("link", name=walk.say("Change who sees what")).click()
        walk.look(page)
    assert list(seen.values()) == [
        [SCANNED],
        [SCANNED],
        [SCANNED, EMPLOYER, SOUGHT, GOAL],
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_are_open_to_everybody(visit, world, language):
    actions.show_parts(world.marit, who_sees={"knows": "everyone"}, agreed_to="x")
    pages = [
        (world.marit, "/ik/profiel/wie-ziet-wat/"),
        (world.marit, "/ik/profiel/gezien-door/bekende/"),
        (world.samira, "/ik/profiel/gezien-door/buitenstaander/"),
        (None, f"/@{world.marit.handle}/"),
    ]
    for actor, address in pages:
        for width, dark in [(PHONE, True), (DESK, False)]:
            page = visit(address, actor=actor, width=width, dark=dark, language=language)
            faults = axe(page) + overflow(page) + html_faults(page.content())
            assert faults + small_targets(page) == [], address
