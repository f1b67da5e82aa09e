"""Taking everything along, in Dutch and English, with a script and without."""

import json
import re
import zipfile
from typing import NamedTuple
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.checks import faults
from tests.browser.conftest import DESK, PHONE
from tests.leaving.test_closing import after_two_weeks, letters
from tests.people.pictures import a_picture
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections import queries
from vaknet.domain.connections.memory import Words as Told
from vaknet.domain.goals import actions as goals
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.leaving import files
from vaknet.domain.leaving.models import Archive
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.interfaces.jobs import archives
from vaknet.kit.pictures import squares


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
    people.set_photo(world.samira, squares=squares(a_picture()))
    people.go_along(world.joost)
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/", actor=world.samira, width=PHONE, **options)
    page.get_by_role("link", name=words.place).click()
    found = faults(page, script=javascript)
    page.get_by_role("button", name=words.make).click()
    expect(page.get_by_role("heading", name=words.making)).to_be_visible()
    found += faults(page, script=javascript)
    archive = Archive.objects.get(actor=world.samira)
    leaving.note_progress(archive=archive, done=3, steps=9)
    if not javascript:
        page.get_by_role("link", name=words.again).click()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "3")
    found += faults(page, script=javascript)
    archives.make(archive.pk)
    if not javascript:
        page.get_by_role("link", name=words.again).click()
    link = page.get_by_role("link", name=words.fetch)
    expect(link).to_be_visible()
    found += faults(page, script=javascript)
    with page.expect_download() as coming:
        link.click()
    coming.value.save_as(tmp_path / "taken.zip")
    assert found == []

    with zipfile.ZipFile(tmp_path / "taken.zip") as whole:
        whole.extractall(tmp_path / "taken")
        names = set(whole.namelist())
        told = json.loads(whole.read("vaknet.json"))
        cards = whole.read("contacts.vcf").decode()
    assert {"contacts.vcf", "csv/memory_cards.csv", "vaknet.json", "photo.webp"} <= names
    assert [one["note"] for one in told["memory_cards"]] == ["Houdt van orgels"]
    assert "FN:Joost van der Meer" in cards
    offline = visit((tmp_path / "taken" / "index.html").as_uri(), javascript=javascript)
    expect(offline.get_by_text("Houdt van orgels")).to_be_visible()
    assert offline.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Atkinson')
    for width in (DESK, PHONE):
        offline.set_viewport_size({"width": width, "height": 900})
        found += faults(offline, script=javascript)
    assert found == []


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
    found = faults(page, script=javascript)
    page.get_by_role("button", name=words.close).click()
    expect(page.locator(".error-summary")).to_be_visible()
    found += faults(page, script=javascript)
    page.get_by_label(words.stay).check()
    page.get_by_label(words.name).fill("samira el idrissi")
    page.get_by_role("button", name=words.close).click()
    expect(page.get_by_role("heading", name=words.closed)).to_be_visible()
    found += faults(page, script=javascript)

    joost = visit(f"/@{world.samira.handle}/", actor=world.joost, **options)
    assert world.samira.name not in joost.content()

    page.get_by_role("button", name=words.back).click()
    expect(page.get_by_text(words.welcome)).to_be_visible()
    joost.reload()
    assert world.samira.name in joost.content()
    assert found == []


GOING = {"nl": ("Ze gaan ook weg", "Kom terug"), "en": ("They go too", "Come back")}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_the_letter_brings_her_back_until_she_is_gone(
    visit, world, mailoutbox, javascript, language
):
    """Her answers are to go; the link in the letter still finds all of it, and later nothing."""
    options = {"javascript": javascript, "width": PHONE, "language": language}
    go, back = GOING[language]
    words = next(one for one in CLOSING if one.language == language)
    knowledge.answer(world.samira, question=world.question, text="Kijk in het plan.")
    page = visit("/ik/gegevens/stoppen/", actor=world.samira, **options)
    _close(page, words, go)
    letters()
    path = re.search(r"/terug/\S+/", mailoutbox[-1].body).group()
    guest = visit(path, **options)
    found = faults(guest, script=javascript)
    guest.get_by_role("button", name=back).click()
    assert Answer.objects.filter(author=world.samira).count() == 1
    page.goto(page.url.replace("gestopt", "stoppen"))
    _close(page, words, go)
    after_two_weeks()
    assert not Answer.objects.filter(text="Kijk in het plan.").exists()
    assert not Account.objects.filter(email="samira@waterveen.example").exists()
    assert (
        guest.request.get(guest.url.split("/inloggen")[0].split("/terug")[0] + path).status == 410
    )
    assert found == []


def _close(page, words, answers):
    page.get_by_label(answers).check()
    page.get_by_label(words.name).fill("samira el idrissi")
    page.get_by_role("button", name=words.close).click()
    expect(page.get_by_role("heading", name=words.closed)).to_be_visible()


class Bringing(NamedTuple):
    begin: str
    label: str
    look: str
    bring: str
    more: str
    group: str
    brought: str


BRINGING = {
    "nl": Bringing(
        "Kies een bestand om mee te nemen", "Het ZIP-bestand", "Bekijk wat erin zit",
        "Neem dit mee", "Wat ermee meegaat", "In welke groep?",
        "van elders meegenomen",
    ),
    "en": Bringing(
        "Bring a file along", "The ZIP file", "Look what is in it", "Bring this along",
        "What comes along with it", "In which group?",
        "Brought along from elsewhere",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_samira_brings_her_file_into_another_network(visit, world, javascript, language):
    """Joost is she in another network, as it were: he knows Marit there, and nobody called Bram."""
    file = _file_of_hers(world)
    words = BRINGING[language]
    options = {"javascript": javascript, "language": language}
    page = visit("/ik/gegevens/", actor=world.joost, width=PHONE, **options)
    page.get_by_role("link", name=words.begin).click()
    found = faults(page, script=javascript)
    page.get_by_role("button", name=words.look).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(words.label).set_input_files(file)
    page.get_by_role("button", name=words.look).click()
    expect(page.get_by_text("Houdt van orgels")).to_be_visible()
    found += faults(page, script=javascript)
    page.locator("#about").check()
    page.get_by_label("Wie kent een goede cursus?").check()
    page.get_by_text(words.more).click()
    expect(page.get_by_text("Gevonden in Lindewoude.")).to_be_visible()
    page.get_by_role("button", name=words.bring).click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label("Wie kent een goede cursus?")).to_be_checked()
    found += faults(page, script=javascript)
    page.get_by_label(words.group).select_option(str(world.group.pk))
    page.get_by_role("button", name=words.bring).click()
    page.wait_for_url("**/ik/profiel/")
    expect(page.locator("[name=promise]")).to_have_value("Vraag mij naar dossiers")
    kept = queries.memory_of(world.joost, world.marit)
    assert kept is not None
    assert kept.words.note == "Houdt van orgels"
    assert [one.text for one in world.joost.goals.all()] == ["Van het papier af"]
    asked = Question.objects.get(author=world.joost, title="Wie kent een goede cursus?")
    page.goto(urljoin(page.url, f"/vraag/{asked.pk}/"))
    expect(page.get_by_text(words.brought)).to_be_visible()
    found += faults(page, script=javascript)
    page.goto(urljoin(page.url, "/ik/kaartjes/"))
    found += faults(page, script=javascript)
    page.get_by_role("link", name="Bram Kuipers").click()
    found += faults(page, script=javascript)
    page.locator("input[name=person]").fill(f"@{world.bram.handle}")
    page.locator("main form .button--main").click()
    page.wait_for_url(f"**/@{world.bram.handle}/kaartje/")
    assert queries.memory_of(world.joost, world.bram).words.note == "Speelt tuba"
    assert found == []


def _file_of_hers(world):
    samira = world.samira
    people.change_profile(
        samira,
        name=samira.name,
        promise="Vraag mij naar dossiers",
        profession="griffier",
        occupation=None,
        place=None,
    )
    people.show_parts(samira, who_sees={"knows": "me"})
    connections.keep_memory(samira, about=world.marit, told=Told(note="Houdt van orgels"))
    connections.keep_memory(samira, about=world.bram, told=Told(note="Speelt tuba"))
    goals.set_goal(samira, text="Van het papier af")
    asked = knowledge.ask(samira, group=world.group, title="Wie kent een goede cursus?")
    knowledge.answer(samira, question=asked, text="Gevonden in Lindewoude.")
    archive = leaving.ask_archive(samira)
    archives.make(archive.pk)
    return files.path(archive.name)
