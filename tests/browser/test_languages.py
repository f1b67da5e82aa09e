"""Marit says which languages she speaks, and thinks better of one."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE


class Words(NamedTuple):
    language: str
    which: str
    frisian: str
    turkish: str
    add: str
    speaks: str
    remove: str
    back: str


WORDS = [
    Words(
        "nl", "Welke taal spreek je?", "Fries", "Turks", "Voeg toe", "Spreekt Fries en Turks",
        "Haal weg: Turks", "Zet terug",
    ),
    Words(
        "en", "Which language do you speak?", "Frisian", "Turkish", "Add",
        "Speaks Frisian and Turkish", "Remove: Turkish", "Put it back",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_none_to_two(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/profiel/", actor=world.marit, **options)
    block = page.locator("#languages")
    for name in (words.frisian, words.turkish):
        block.get_by_label(words.which).select_option(label=name)
        block.get_by_role("button", name=words.add).click()
        expect(block.get_by_text(name, exact=True).first).to_be_visible()
    block.get_by_role("button", name=words.remove).click()
    page.get_by_role("button", name=words.back).click()

    bram = visit(f"/@{world.marit.handle}/", actor=world.bram, **options)
    expect(bram.get_by_text(words.speaks)).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_sound(visit, world, language, width):
    page = visit("/ik/profiel/", actor=world.marit, language=language, width=width)
    assert overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page) == []
