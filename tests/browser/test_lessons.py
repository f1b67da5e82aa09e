"""Choosing somebody from the results, with the address clean at once; and staying out of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.learning.story import QUESTION, outcomes
from tests.world import World
from vaknet.domain.finding import actions as finding
from vaknet.domain.learning import queries
from vaknet.domain.people import actions as people

HERE = "/ik/instellingen/leren/"


@pytest.fixture
def network(world: World, settings) -> World:
    settings.VAKNET_LEARNING = True
    people.add_known_topic(world.peter, text="Bouwdossiers scannen")
    finding.index_everything()
    return world


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_whom_she_chose_is_kept_and_the_address_is_clean(visit, network, script):
    page = visit("/vraag/", actor=network.samira, javascript=script)
    page.get_by_label("Jouw vraag").fill(QUESTION)
    page.get_by_role("button", name="Zoeken").click()
    assert axe(page) + html_faults(page.content()) == [] if script else True
    page.get_by_role("link", name="Peter de Wit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Peter de Wit")
    assert page.url.endswith("/@peter.de.wit/")
    assert outcomes() == {"Marit": 0, "Peter": 1}


def test_she_stays_out_and_comes_back(visit, network):
    page = visit("/ik/instellingen/", actor=network.samira, language="en")
    page.get_by_role("link", name="Learning from use").click()
    page.get_by_role("button", name="Stay out of it").click()
    expect(page.get_by_text("Nothing: you stay out of it.")).to_be_visible()
    assert queries.stays_out(network.samira)
    page.get_by_role("button", name="You may learn from me again").click()
    expect(page.get_by_role("button", name="Stay out of it")).to_be_visible()
    assert not queries.stays_out(network.samira)


def test_the_page_is_open_to_everybody(visit, network):
    faults = {}
    for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
        page = visit(HERE, actor=network.samira, width=width, dark=dark, language=language)
        faults[width] = axe(page) + overflow(page) + html_faults(page.content())
    page = visit(HERE, actor=network.samira, width=320)
    faults[320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}
