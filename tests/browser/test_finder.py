"""Samira asks one sentence, sees Marit and why, and asks Joost to bring them together."""

import re

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
    people.offer_help(world.marit, kind="coffee")
    finding.index_everything()
    return world


def test_from_a_sentence_to_an_introduction_without_javascript(visit, network):
    page = visit("/vraag/", actor=network.samira, javascript=False)
    page.get_by_label("Jouw vraag").fill(QUESTION)
    page.get_by_role("button", name="Zoeken").click()
    expect(page.get_by_role("heading", name="Marit kan je waarschijnlijk")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("bouwdossiers gescand")
    expect(page.get_by_role("link", name="Peter de Wit")).to_be_visible()

    page.get_by_role("link", name="gescand weghalen").click()
    expect(page).to_have_url(re.compile("zonder=gescand"))
    page.get_by_role("link", name="gescand terugzetten").click()

    page.get_by_role("radio", name="Via Joost").check()
    page.get_by_role("button", name="Vraag om een introductie").click()
    expect(page).to_have_url(re.compile("/ik/introducties/"))
    expect(page.locator("main")).to_contain_text("Wacht op Joost.")


def test_by_keyboard_alone(visit, network):
    page = visit("/vraag/", actor=network.samira)
    page.get_by_label("Jouw vraag").focus()
    page.keyboard.type("bouwdossiers gescand")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vraag/?q=*")
    expect(page.get_by_role("heading", name="Marit kan je waarschijnlijk")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "path",
    ["/vraag/", f"/vraag/?q={QUESTION}", "/vraag/?q=bijenteelt", "/vraag/?q=wie+kan+helpen"],
)
def test_every_state_is_accessible_and_fits(visit, network, path, width, language):
    page = visit(path, actor=network.samira, width=width, language=language, dark=width == PHONE)
    assert axe(page) == []
    assert overflow(page) == []
    assert small_targets(page) == []
