"""Samira lets other networks find the municipality, in a browser with script and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.browser.words import words_in
from tests.federation.represented import HANDLE, let_out, offered_by, open_day_of, shown
from tests.world import World
from vaknet.domain.federation import actions, queries

ADDRESS = f"@{HANDLE}@vaknet.example"


@pytest.fixture
def network(world: World, settings) -> World:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    return world


def test_she_lets_them_find_it_and_stops(visit, network, language, javascript):
    place, say = shown(network), words_in(language)
    options = {"language": language, "javascript": javascript}
    page = visit(f"/o/{place.pk}/", actor=network.samira, **options)
    page.get_by_role("link", name=say("This organisation on other networks")).click()
    let = page.get_by_role("button", name=say("Let them find the organisation"))
    let.click()
    no = say("Others then read this in its name. Tick the box if you may decide that.")
    expect(page.get_by_role("alert")).to_contain_text(no)
    page.get_by_label(say("I may decide this for the organisation")).check()
    let.click()
    expect(page.get_by_label(say("Address"), exact=True)).to_have_value(ADDRESS)
    open_day_of(network.samira, place)
    page.get_by_role("link", name=say("Look at the page for everyone")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(place.name)
    expect(page.get_by_role("link", name="Open dag")).to_be_visible()
    page.goto(f"/o/{place.pk}/andere-netwerken/")
    page.get_by_role("button", name=say("Stop"), exact=True).click()
    expect(page).to_have_url(re.compile(f"/o/{place.pk}/$"))
    assert queries.known(HANDLE) is None


def test_the_pages_are_open_to_everybody(visit, network):
    place = shown(network)
    decide = f"/o/{place.pk}/andere-netwerken/"
    faults = {}

    def look(path, who, name):
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=who, width=width, dark=dark, language=language)
            faults[name, width] = axe(page) + overflow(page) + html_faults(page.content())
        page = visit(path, actor=who, width=320)
        faults[name, 320] = overflow(page) + small_targets(page)

    look(decide, network.samira, "off")
    let_out(network)
    look(decide, network.samira, "on")
    look(f"/o/{HANDLE}/", None, "nothing planned")
    open_day_of(network.samira, place)
    offered_by(network.samira, place)
    look(f"/o/{HANDLE}/", None, "guest")
    look(f"/o/{HANDLE}/", network.fatma, "member")
    actions.keep_organisation_home(network.samira, organisation=place)
    assert {case: found for case, found in faults.items() if found} == {}
