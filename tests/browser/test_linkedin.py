"""Bringing along from LinkedIn, in Dutch and English, with a script and without."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import PHONE
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import KnownTopic, Role

POSITIONS = (
    "Company Name,Title,Description,Location,Started On,Finished On\n"
    "gemeente Waterveen,Adviseur erfgoed,,,Mar 2019,\n"
    "gemeente Duinrade,Stagiair,,,2015,2016\n"
)
CONTACTS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Bram,Kuipers,,bram@lindewoude.example,,,05 Mar 2019\n"
)
BLOG = "https://blog.example/" + "samira" * 20
TICK = {
    "nl": ("Kijk ook wie van mijn contacten hier is", "Deze contacten zijn hier ook"),
    "en": ("Also look which of my contacts are here", "These contacts are here too"),
}
WORDS = {
    "nl": ("Het ZIP-bestand van LinkedIn", "Bekijk wat erin zit", "Zet dit in mijn profiel"),
    "en": ("The ZIP file of LinkedIn", "Look what is in it", "Put this in my profile"),
}


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def export() -> dict[str, str | bytes]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Positions.csv", POSITIONS)
        archive.writestr("Skills.csv", "Name\nOude archieven\n")
        archive.writestr("Connections.csv", CONTACTS)
    return {"name": "export.zip", "mimeType": "application/zip", "buffer": file.getvalue()}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_samira_brings_one_role_and_one_topic_along(visit, world, javascript, language):
    label, look, save = WORDS[language]
    tick, here = TICK[language]
    people.be_found(world.bram)
    page = visit(
        "/ik/linkedin/", actor=world.samira, javascript=javascript, width=PHONE, language=language
    )
    faults = _faults(page, javascript)
    page.get_by_label(label).set_input_files(export())
    page.get_by_label(tick).check()
    page.get_by_role("button", name=look).click()
    expect(page.get_by_role("heading", name=here)).to_be_visible()
    expect(page.get_by_text(world.bram.name)).to_be_visible()
    page.get_by_label("Oude archieven").check()
    page.get_by_label("Stagiair").uncheck()
    faults += _faults(page, javascript)
    page.get_by_role("button", name=save).click()
    page.wait_for_url("**/ik/profiel/#roles")
    titles = Role.objects.filter(actor=world.samira).values_list("title", flat=True)
    assert "Adviseur erfgoed" in titles
    assert "Stagiair" not in titles
    assert KnownTopic.objects.filter(actor=world.samira, text="Oude archieven").exists()
    assert faults == []


def _faults(page, javascript: bool) -> list[str]:
    found = overflow(page) + small_targets(page) + html_faults(page.content())
    return found + (axe(page) if javascript else [])


def test_a_refused_file_says_why_and_too_much_keeps_what_was_ticked(walk, world):
    say = walk.say
    page = walk.open("/ik/linkedin/", world.samira)
    contacts = page.get_by_label(say("Also look which of my contacts are here"))
    expect(contacts).not_to_be_checked()
    walk.press(page, "Look what is in it")
    walk.reads(page, "Choose the ZIP file that you got from LinkedIn.")
    file = page.get_by_label(say("The ZIP file of LinkedIn"))
    file.set_input_files({"name": "brief.txt", "mimeType": "text/plain", "buffer": b"Beste Samira"})
    walk.press(page, "Look what is in it")
    walk.reads(page, "This is not a ZIP file. Choose the file as LinkedIn gave it.")
    expect(contacts).not_to_be_checked()

    file.set_input_files(complete())
    walk.press(page, "Look what is in it")
    turkish = {"nl": "Turks", "en": "Turkish"}[walk.language]
    for ticked in ("Stagiair", turkish, BLOG):
        expect(page.get_by_label(ticked)).to_be_checked()
    expect(page.get_by_label("Cursus 0")).not_to_be_checked()
    for topic in page.locator("input[name=topics]").all():
        topic.check()
    page.get_by_label("Stagiair").uncheck()
    walk.press(page, "Put this in my profile")
    expect(page.locator("[role=alert], .message, .error-summary").first).to_be_visible()
    expect(page.locator("input[name=topics]:checked")).to_have_count(31)
    expect(page.get_by_label("Stagiair")).not_to_be_checked()
    for topic in page.locator("input[name=topics]").all()[1:]:
        topic.uncheck()
    walk.press(page, "Put this in my profile")
    page.wait_for_url("**/ik/profiel/#roles")
    assert KnownTopic.objects.filter(actor=world.samira, text="Cursus 0").exists()
    assert world.samira.languages.filter(code="tr").exists()
    assert world.samira.links.get().url == BLOG


def complete() -> dict[str, str | bytes]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Positions.csv", POSITIONS)
        courses = "".join(f"Cursus {number},\n" for number in range(31))
        archive.writestr("Courses.csv", "Name,Number\n" + courses)
        archive.writestr("Languages.csv", "Name,Proficiency\nTurkish,\n")
        profile = f"Samira,El Idrissi,Ik help.,[BLOG:{BLOG}]\n"
        archive.writestr("Profile.csv", "First Name,Last Name,Headline,Websites\n" + profile)
        archive.writestr("Education.csv", "School Name,Degree Name\nAcademie,Master\n")
    return {"name": "export.zip", "mimeType": "application/zip", "buffer": file.getvalue()}
