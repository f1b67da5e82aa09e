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
