"""A photo of oneself: chosen, seen by others, taken off and put back, in both languages."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.people.pictures import a_picture
from vaknet.domain.people import actions
from vaknet.kit.pictures import squares

LOADED = "pictures => pictures.every(one => one.complete && one.naturalWidth >= 96)"


class Words(NamedTuple):
    language: str
    field: str
    show: str
    shown: str
    error: str
    remove: str
    put_back: str
    back: str


WORDS = [
    Words(
        "nl", "Jouw foto", "Laat deze foto zien", "Dit is nu je foto.",
        "Deze foto kunnen we niet lezen.", "Haal mijn foto weg", "Zet terug", "Het staat er weer.",
    ),
    Words(
        "en", "Your photo", "Show this photo", "This is your photo now.",
        "This is not a photo that we can read.", "Remove my photo", "Put it back", "It is back.",
    ),
]  # fmt: skip


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def _file(content: bytes, name: str = "ik.jpg") -> dict[str, str | bytes]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def _faults(page: Page, javascript: bool = True) -> list[str]:
    found = overflow(page) + small_targets(page) + html_faults(page.content())
    return found + (axe(page) if javascript else [])


def _comes_in(page: Page) -> None:
    """Every picture on the page, also those further down."""
    for one in page.locator("picture img").all():
        one.scroll_into_view_if_needed()
        expect(one).to_have_js_property("complete", True)
    assert page.locator("picture img").evaluate_all(LOADED)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_samira_shows_herself(visit, world, words, javascript):
    page = visit(
        "/ik/profiel/",
        actor=world.samira,
        width=PHONE,
        language=words.language,
        javascript=javascript,
    )
    page.get_by_label(words.field).set_input_files(_file(b"<svg/>"))
    page.get_by_role("button", name=words.show, exact=True).click()
    expect(page.get_by_text(words.error).first).to_be_visible()
    faults = _faults(page, javascript)

    page.get_by_label(words.field).set_input_files(_file(a_picture()))
    page.get_by_role("button", name=words.show, exact=True).click()
    expect(page.get_by_text(words.shown)).to_be_visible()
    if javascript:
        _comes_in(page)
    faults += _faults(page, javascript)

    page.get_by_role("button", name=words.remove).click()
    expect(page.get_by_role("button", name=words.put_back)).to_be_visible()
    expect(page.locator("picture")).to_have_count(0)
    faults += _faults(page, javascript)
    page.get_by_role("button", name=words.put_back).click()
    expect(page.get_by_text(words.back)).to_be_visible()
    expect(page.locator("main picture")).to_have_count(1)
    assert faults == []


PAGES = ["/", "/ik/", "/ik/bekenden/", "/@joost.van.der.meer/", "/g/vergunningen-toezicht/leden/"]


@pytest.mark.parametrize("path", PAGES)
def test_faces_are_where_people_are(visit, world, path):
    for one, colour in zip(world.everybody, ["teal", "sienna", "olive"] * 3, strict=False):
        actions.set_photo(one, squares=squares(a_picture(colour)))
    faults = []
    for width, dark in [(DESK, False), (PHONE, True)]:
        page = visit(path, actor=world.samira, width=width, dark=dark)
        expect(page.locator("picture img").first).to_be_visible()
        _comes_in(page)
        faults += _faults(page)
    assert faults == []
