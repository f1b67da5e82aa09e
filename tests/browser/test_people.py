"""Who somebody is, and telling it oneself: with a script, without, by keyboard, on a phone."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets, stops
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.people import actions


@pytest.fixture
def people(transactional_db) -> worlds.World:
    world = worlds.build()
    marit = world.marit
    actions.change_profile(
        marit,
        name="Marit Hoekstra",
        promise="Ik help gemeenten van het papier af.",
        profession="coördinator",
        occupation=None,
        place=None,
    )
    actions.add_role(
        marit,
        kind="union",
        title="kaderlid",
        organisation="Vakbond Publiek",
        since=date(2024, 9, 1),
    )
    actions.add_role(marit, kind="volunteering", title="zwembadcomité", since=date(2022, 9, 1))
    actions.add_sought_topic(marit, text="Wie werkt al met AI bij het zoeken in oude dossiers?")
    actions.offer_help(marit, kind="coffee", remark="di en do")
    return world


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/@marit.hoekstra/", "samira"),
        ("/@marit.hoekstra/", "marit"),
        ("/@bram.kuipers/", "samira"),
        ("/ik/", "marit"),
        ("/ik/profiel/", "marit"),
        ("/ik/instellingen/", "marit"),
    ],
)
def test_pages_are_open_to_everybody(visit, people, path, who):
    actor = getattr(people, who)
    faults = {}
    for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
        page = visit(path, actor=actor, width=width, dark=dark, language=language)
        faults[width] = axe(page) + overflow(page) + html_faults(page.content())
    page = visit(path, actor=actor, width=320)
    faults[320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}


def test_a_page_with_something_wrong_is_open_to_everybody_too(visit, people):
    page = visit("/ik/profiel/", actor=people.marit, width=PHONE)
    page.get_by_label("Je naam").fill("")
    page.get_by_label("Waar je werkt").fill("Nergenshuizen")
    page.locator("#about").get_by_role("button", name="Bewaar").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert axe(page) + overflow(page) + html_faults(page.content()) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_stop_of_the_keyboard_on_a_profile_is_seen(visit, people, language, width):
    """The organisations are in reach of mouse and keyboard, under the picture too."""
    page = visit("/@marit.hoekstra/", actor=people.samira, language=language, width=width)
    passed, unseen = stops(page)
    assert unseen == []
    employer = page.locator("ol.roles a", has_text="gemeente Oosterhage")
    assert [one for one in passed if (employer.get_attribute("href") or "?") in one]
    employer.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("gemeente Oosterhage")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_picture_of_roles_has_words_and_leaves_nothing_unsaid(visit, people, language):
    """A role without a date is not drawn, and the picture says so."""
    actions.add_role(people.marit, kind="volunteering", title="voorlezer")
    page = visit("/@marit.hoekstra/", actor=people.samira, language=language)
    expect(page.locator("svg.lanes")).to_be_visible()
    expect(page.locator("svg.lanes")).to_have_attribute("aria-hidden", "true")
    expect(page.locator("svg.lanes .lanes__bar")).to_have_count(3)
    rest = {"nl": "1 rol zonder datum", "en": "1 role without a date"}[language]
    expect(page.locator(".lanes__rest")).to_contain_text(rest)
    expect(page.locator("ol.roles li")).to_have_count(4)
    expect(page.locator("ol.roles li", has_text="voorlezer")).to_be_visible()
