"""Ingrid, a manager, looks into the finder: why is Marit found, and why not Noor?"""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.world import World
from vaknet.domain.finding import actions as finding
from vaknet.domain.people import actions as people

QUESTION = "Wie heeft in een gemeente de bouwdossiers gescand?"


@pytest.fixture
def network(world: World) -> World:
    people.add_known_topic(world.peter, text="Bouwdossiers in het archief")
    finding.index_everything()
    finding.read_unread(1_000)
    return world


def test_from_a_complaint_to_the_reason(walk, network: World) -> None:
    page = walk.open("/ik/", network.moderator)
    walk.follow(page, "Look into the finder")
    walk.reads(page, "What this is for")
    page.get_by_label(walk.say("The question")).fill(QUESTION)
    walk.press(page, "Explain")
    walk.reads(page, "The first ten")
    page.get_by_role("link", name="Marit Hoekstra").click()
    walk.look(page)
    walk.reads(page, "What the score is made of")
    expect(page.get_by_role("row", name=walk.say("Left out"))).to_be_visible()
    page.get_by_label(walk.say("The person")).fill("Noor Janssen")
    walk.press(page, "Explain")
    expect(page.get_by_role("heading", name="Noor Janssen")).to_be_visible()
    page.get_by_label(walk.say("The person")).fill("Marit Hoekstra")
    page.get_by_label(walk.say("The person")).press("Enter")
    page.get_by_role("link", name="4.200 bouwdossiers gescand").click()
    expect(page.get_by_role("heading", name="Marit Hoekstra")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("person", ["marit.hoekstra", "bram.kuipers", "niemand"])
def test_every_state_is_accessible_and_fits(visit, network, width, language, person):
    path = f"/beheer/vinder/?q={QUESTION}&wie={person}"
    page = visit(path, actor=network.moderator, width=width, language=language, dark=width == PHONE)
    assert axe(page) == []
    assert overflow(page) == []
    assert small_targets(page) == []
