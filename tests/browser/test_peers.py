"""Marit finds who does the same work elsewhere, and looks at where she works."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.people import actions


class Words(NamedTuple):
    language: str
    peers: str
    narrow: str
    nobody: str
    small: str


WORDS = [
    Words(
        "nl", "Wie doet hetzelfde werk?", "Zelfde regio", "Nog niemand gevonden",
        "Minder dan 50 mensen",
    ),
    Words(
        "en", "Who does the same work?", "Same region", "Nobody found yet",
        "Fewer than 50 people",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_same_work_to_where_she_works(visit, world, words, javascript):
    actions.add_known_topic(world.joost, text="4.200 BOUWDOSSIERS gescand")
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/", actor=world.marit, **options)
    page.get_by_role("link", name=words.peers).click()
    expect(page.get_by_role("link", name=world.joost.name)).to_be_visible()
    page.get_by_role("link", name=words.narrow).click()
    expect(page.get_by_text(words.nobody)).to_be_visible()
    page.get_by_role("link", name=words.narrow).click()
    page.get_by_role("link", name=world.joost.name).click()
    page.get_by_role("link", name="gemeente Duinrade").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("gemeente Duinrade")

    page.goto(f"/@{world.marit.handle}/")
    page.get_by_role("link", name="gemeente Oosterhage").first.click()
    page.get_by_role("button", name=words.small).click()
    expect(page.locator("header .meta", has_text=words.small)).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pages_are_open_to_everybody(visit, world, language):
    actions.add_known_topic(world.joost, text="4.200 bouwdossiers gescand")
    place = world.marit.roles.get().organisation_id
    for address in ("/vakgenoten/", "/vakgenoten/?regio=ja", "/o/", f"/o/{place}/"):
        for width, dark in [(PHONE, True), (DESK, False)]:
            page = visit(address, actor=world.marit, width=width, dark=dark, language=language)
            faults = axe(page) + overflow(page) + html_faults(page.content())
            assert faults + small_targets(page) == [], address
