"""Marit adds her own page; it links back; Bram sees that."""

from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.people import actions
from vaknet.domain.people.models import ProfileLink


class Words(NamedTuple):
    language: str
    field: str
    add: str
    ask: str
    looking: str
    since: str
    links_back: str
    remove: str
    back: str


WORDS = [
    Words(
        "nl", "Adres van een pagina van jou", "Voeg toe", "Hij linkt terug: marit.example/schrijft",
        "We kijken.", "Linkt naar je terug sinds", "linkt terug",
        "Haal weg: marit.example/schrijft",
        "Zet terug",
    ),
    Words(
        "en", "Address of a page of yours", "Add", "It links back: marit.example/schrijft",
        "We are looking.", "Links back to you since", "links back",
        "Remove: marit.example/schrijft", "Put it back",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_none_to_one_that_links_back(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/profiel/", actor=world.marit, **options)
    block = page.locator("#links")
    block.get_by_label(words.field).fill("marit.example/schrijft")
    block.get_by_role("button", name=words.add).click()
    block.get_by_role("button", name=words.ask).click()
    expect(block.get_by_text(words.looking, exact=True)).to_be_visible()
    link = ProfileLink.objects.get(actor=world.marit)
    actions.note_look_at_link(link=link, links_back=True, at=timezone.now())
    page.reload()
    expect(block.get_by_text(words.since)).to_be_visible()

    bram = visit(f"/@{world.marit.handle}/", actor=world.bram, **options)
    expect(bram.get_by_role("link", name="marit.example/schrijft")).to_be_visible()
    expect(bram.get_by_text(words.links_back, exact=True)).to_be_visible()

    block.get_by_role("button", name=words.remove).click()
    page.get_by_role("button", name=words.back).click()
    expect(block.get_by_role("link", name="marit.example/schrijft")).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_sound(visit, world, language, width):
    actions.add_link(
        world.marit, url="https://www.een-heel-lange-naam.marit.example/en/dan/nog/dit"
    )
    link = actions.add_link(world.marit, url="https://marit.example/")
    actions.note_look_at_link(link=link, links_back=True, at=timezone.now())
    for address in ("/ik/profiel/", "/@marit.hoekstra/"):
        page = visit(address, actor=world.marit, language=language, width=width)
        faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
        assert faults == []
