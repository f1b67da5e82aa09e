"""Taking everything along, in Dutch and English, with a script and without."""

import zipfile
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections import queries
from vaknet.domain.connections.memory import Words as Told
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.leaving import files
from vaknet.domain.leaving.models import Archive
from vaknet.interfaces.jobs import archives


class Words(NamedTuple):
    language: str
    place: str
    make: str
    making: str
    again: str
    fetch: str


WORDS = [
    Words(
        "nl", "Gegevens meenemen", "Maak mijn bestand", "We maken je bestand", "Kijk opnieuw",
        "Haal je bestand op",
    ),
    Words(
        "en", "Take your data", "Make my file", "We are making your file", "Look again",
        "Fetch your file",
    ),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _data(tmp_path, settings) -> None:
    settings.VAKNET_DATA = tmp_path


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_samira_takes_everything_along(visit, world, tmp_path, words, javascript):
    connections.keep_memory(world.samira, about=world.marit, told=Told(note="Houdt van orgels"))
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/", actor=world.samira, width=PHONE, **options)
    page.get_by_role("link", name=words.place).click()
    faults = _faults(page, javascript)
    page.get_by_role("button", name=words.make).click()
    expect(page.get_by_role("heading", name=words.making)).to_be_visible()
    faults += _faults(page, javascript)
    archives.make(Archive.objects.get(actor=world.samira).pk)
    if not javascript:
        page.get_by_role("link", name=words.again).click()
    link = page.get_by_role("link", name=words.fetch)
    expect(link).to_be_visible()
    faults += _faults(page, javascript)
    with page.expect_download() as coming:
        link.click()
    coming.value.save_as(tmp_path / "taken.zip")
    assert faults == []

    with zipfile.ZipFile(tmp_path / "taken.zip") as whole:
        whole.extractall(tmp_path / "taken")
    offline = visit((tmp_path / "taken" / "index.html").as_uri(), javascript=javascript)
    expect(offline.get_by_text("Houdt van orgels")).to_be_visible()
    assert offline.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson')
    for width in (DESK, PHONE):
        offline.set_viewport_size({"width": width, "height": 900})
        faults += _faults(offline, javascript, preload=False)
    assert faults == []


def _faults(page, javascript: bool, *, preload: bool = True) -> list[str]:
    found = overflow(page) + small_targets(page) + html_faults(page.content())
    return found + (axe(page, preload=preload) if javascript else [])


class Closing(NamedTuple):
    language: str
    read: str
    stay: str
    name: str
    close: str
    closed: str
    back: str
    welcome: str


CLOSING = [
    Closing(
        "nl", "Lees wat sluiten betekent", "Ze blijven, zonder mijn naam", "Typ je naam",
        "Sluit mijn account", "Je account is gesloten", "Kom terug", "Welkom terug, Samira.",
    ),
    Closing(
        "en", "Read what closing means", "They stay, without my name", "Type your name",
        "Close my account", "Your account is closed", "Come back", "Welcome back, Samira.",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", CLOSING, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_samira_leaves_and_comes_back(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/gegevens/", actor=world.samira, width=PHONE, **options)
    page.get_by_role("link", name=words.read).click()
    faults = _faults(page, javascript)
    page.get_by_role("button", name=words.close).click()
    expect(page.locator(".error-summary")).to_be_visible()
    faults += _faults(page, javascript)
    page.get_by_label(words.stay).check()
    page.get_by_label(words.name).fill("samira el idrissi")
    page.get_by_role("button", name=words.close).click()
    expect(page.get_by_role("heading", name=words.closed)).to_be_visible()
    faults += _faults(page, javascript)

    joost = visit(f"/@{world.samira.handle}/", actor=world.joost, **options)
    assert world.samira.name not in joost.content()

    page.get_by_role("button", name=words.back).click()
    expect(page.get_by_text(words.welcome)).to_be_visible()
    joost.reload()
    assert world.samira.name in joost.content()
    assert faults == []


BRINGING = {
    "nl": ("Kies een bestand om mee te nemen", "Het ZIP-bestand", "Bekijk wat erin zit",
           "Neem dit mee"),
    "en": ("Bring a file along", "The ZIP file", "Look what is in it", "Bring this along"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_samira_brings_her_file_into_another_network(visit, world, javascript, language):
    connections.keep_memory(world.samira, about=world.marit, told=Told(note="Houdt van orgels"))
    asked = leaving.ask_archive(world.samira)
    archives.make(asked.pk)
    begin, label, look, bring = BRINGING[language]
    page = visit(
        "/ik/gegevens/", actor=world.joost, javascript=javascript, width=PHONE, language=language
    )
    page.get_by_role("link", name=begin).click()
    faults = _faults(page, javascript)
    page.get_by_role("button", name=look).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(label).set_input_files(files.path(asked.name))
    page.get_by_role("button", name=look).click()
    expect(page.get_by_text("Houdt van orgels")).to_be_visible()
    faults += _faults(page, javascript)
    page.get_by_role("button", name=bring).click()
    page.wait_for_url("**/ik/profiel/")
    kept = queries.memory_of(world.joost, world.marit)
    assert kept is not None
    assert kept.words.note == "Houdt van orgels"
    assert faults == []
