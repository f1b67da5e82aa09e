"""Bram follows Marit, reads what she answered, and stops; Marit takes a follower off."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions
from vaknet.domain.people import actions as people


class Words(NamedTuple):
    language: str
    follow: str
    stop: str
    following: str
    nobody: str
    off: str
    none: str


WORDS = [
    Words(
        "nl", "Volg", "Volg niet meer", "Volgend", "Je volgt nog niemand",
        "Haal van de lijst", "Nog niemand volgt je",
    ),
    Words(
        "en", "Follow", "Stop following", "Following", "You follow nobody yet",
        "Take off", "Nobody follows you yet",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_following_from_begin_to_end(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    bram = visit(f"/@{world.marit.handle}/", actor=world.bram, **options)
    bram.get_by_role("button", name=words.follow, exact=True).click()
    expect(bram.get_by_role("button", name=words.stop)).to_be_visible()
    bram.goto("/ik/")
    bram.get_by_role("link", name=words.following, exact=True).click()
    expect(bram.get_by_role("link", name=world.question.title)).to_be_visible()

    actions.follow(world.noor, person=world.marit)
    marit = visit("/ik/volgers/", actor=world.marit, **options)
    expect(marit.locator("main")).to_contain_text(world.bram.name)
    row = marit.get_by_role("listitem").filter(has_text=world.noor.name)
    row.get_by_role("link", name=words.off).click()
    marit.get_by_role("button", name=words.off).click()
    expect(marit.locator("main")).not_to_contain_text(world.noor.name)

    bram.get_by_role("button", name=words.stop).click()
    bram.goto("/ik/volgend/")
    expect(bram.get_by_text(words.nobody)).to_be_visible()
    marit.goto("/ik/volgers/")
    expect(marit.get_by_text(words.none)).to_be_visible()


def test_the_pages_are_open_to_everybody(visit, world):
    for person in (world.marit, world.joost, world.noor):
        actions.follow(world.bram, person=person)
    actions.follow(world.noor, person=world.bram)
    people.mute(world.bram, other=world.joost)
    faults = {}
    pages = ["/ik/volgend/", "/ik/volgers/", f"/ik/volgers/?weg={world.noor.handle}"]
    for path in (*pages, f"/@{world.marit.handle}/"):
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=world.bram, width=width, dark=dark, language=language)
            faults[path, width] = axe(page) + overflow(page) + html_faults(page.content())
            page.context.close()
        page = visit(path, actor=world.bram, width=320)
        faults[path, 320] = overflow(page) + small_targets(page)
        page.context.close()
    assert {case: found for case, found in faults.items() if found} == {}
