"""Bram remembers a name, more or less, and finds who it is."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.world import member
from vaknet.domain.people import actions
from vaknet.domain.people.models import Place


class Words(NamedTuple):
    language: str
    people: str
    name: str
    search: str
    alike: str
    narrow: str
    works_at: str
    works_in: str
    next: str
    first: str
    nobody: str


WORDS = [
    Words(
        "nl", "Mensen", "Naam", "Zoek", "Namen die erop lijken", "Maak de lijst kleiner",
        "Werkt bij", "Werkt in", "De volgende", "Terug naar de eerste", "Niemand gevonden",
    ),
    Words(
        "en", "People", "Name", "Search", "Names that look like it", "Narrow the list",
        "Works at", "Works in", "The next ones", "Back to the first", "Nobody found",
    ),
]  # fmt: skip


@pytest.fixture
def crowd(world):
    coast = Place.objects.create(
        name="Duindorp", country="NL", region="Westkust", latitude=52, longitude=5, population=9
    )
    for number in range(21):
        member(f"Anne-Fleur van der Kolk {number:02}", f"anne{number}@kolk.example", place=coast)
    return world


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_half_a_name_to_her_page(visit, crowd, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/", actor=crowd.samira, **options)
    page.get_by_role("link", name=words.people, exact=True).click()
    page.get_by_label(words.name).fill("marrit hoekstr")
    page.get_by_role("button", name=words.search).click()
    expect(page.get_by_role("heading", name=words.alike)).to_be_visible()
    page.get_by_role("link", name=crowd.marit.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(crowd.marit.name)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_narrowing_and_going_on(visit, crowd, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    page = visit("/mensen/", actor=crowd.samira, **options)
    page.get_by_text(words.narrow).click()
    page.get_by_label(words.works_in).select_option("Westkust")
    page.get_by_role("button", name=words.search).click()
    expect(page.get_by_role("link", name="van der Kolk")).to_have_count(20)
    page.get_by_role("link", name=words.next).click()
    expect(page.get_by_role("link", name="van der Kolk 20")).to_be_visible()
    page.get_by_role("link", name=words.first).click()
    page.get_by_label(words.works_at).fill("gemeente waterveen")
    page.get_by_role("button", name=words.search).click()
    expect(page.get_by_text(words.nobody)).to_be_visible()
    expect(page.get_by_label(words.works_at)).to_have_value("gemeente Waterveen")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_directory_is_open_to_everybody(visit, crowd, language):
    actions.load_reference()
    page = None
    queries = ("", "naam=joost", "naam=joosd", "naam=qxqx", "organisatie=Qxqx", "regio=Westkust")
    for query in queries:
        for width, dark in [(PHONE, True), (DESK, False)]:
            page = page or visit("/", actor=crowd.samira, language=language)
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
            page.goto(f"/mensen/?{query}")
            faults = axe(page) + overflow(page) + html_faults(page.content())
            assert faults + small_targets(page) == [], query
