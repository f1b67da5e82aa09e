"""Who somebody is, and telling it oneself: with a script, without, by keyboard, on a phone."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.people import actions
from vaknet.domain.people.models import Role


@pytest.fixture
def people(transactional_db) -> worlds.World:
    world = worlds.build()
    marit = world.marit
    actions.change_profile(
        marit,
        name="Marit Hoekstra",
        promise="Ik help gemeenten van het papier af.",
        profession="coördinator",
        occupation=None,
        place=None,
    )
    actions.add_role(
        marit,
        kind="union",
        title="kaderlid",
        organisation="Vakbond Publiek",
        since=date(2024, 9, 1),
    )
    actions.add_role(marit, kind="volunteering", title="zwembadcomité", since=date(2022, 9, 1))
    actions.add_sought_topic(marit, text="Wie werkt al met AI bij het zoeken in oude dossiers?")
    actions.offer_help(marit, kind="coffee", remark="di en do")
    return world


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/@marit.hoekstra/", "samira"),
        ("/@marit.hoekstra/", "marit"),
        ("/@bram.kuipers/", "samira"),
        ("/ik/", "marit"),
        ("/ik/profiel/", "marit"),
        ("/ik/instellingen/", "marit"),
    ],
)
def test_pages_are_open_to_everybody(visit, people, path, who):
    actor = getattr(people, who)
    faults = {}
    for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
        page = visit(path, actor=actor, width=width, dark=dark, language=language)
        faults[width] = axe(page) + overflow(page) + html_faults(page.content())
    page = visit(path, actor=actor, width=320)
    faults[320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_samira_adds_a_role_mistypes_a_year_and_puts_a_topic_back(visit, people, javascript):
    page = visit("/ik/profiel/", actor=people.samira, javascript=javascript)
    page.get_by_text("Voeg een rol toe").click()
    form = page.locator("#roles form[action='/ik/profiel/rollen/']")
    form.get_by_label("Soort rol").select_option("volunteering")
    form.get_by_label("Functie").fill("zwembadcomité")
    form.get_by_label("Vanaf jaar").fill("20l9")
    form.get_by_role("button", name="Voeg deze rol toe").click()

    expect(page).to_have_title("Fout: Mijn profiel – Vaknet")
    expect(form.get_by_label("Functie")).to_have_value("zwembadcomité")
    form.get_by_label("Vanaf jaar").fill("2019")
    form.get_by_role("button", name="Voeg deze rol toe").click()
    expect(page.get_by_text("Rol toegevoegd.")).to_be_visible()
    expect(page.get_by_text("vrijwillig · sinds 2019")).to_be_visible()
    assert Role.objects.filter(title="zwembadcomité", actor=people.samira).count() == 1

    page.get_by_role("button", name="Haal weg: Digitaal bouwdossier inrichten").click()
    page.get_by_role("button", name="Zet terug").click()
    expect(page.locator("#knows").get_by_text("Digitaal bouwdossier inrichten")).to_be_visible()


def test_a_page_with_something_wrong_is_open_to_everybody_too(visit, people):
    page = visit("/ik/profiel/", actor=people.marit, width=PHONE)
    page.get_by_label("Je naam").fill("")
    page.get_by_label("Waar je werkt").fill("Nergenshuizen")
    page.locator("#about").get_by_role("button", name="Bewaar").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert axe(page) + overflow(page) + html_faults(page.content()) == []


def test_suggestions_forgive_a_typing_error(visit, people):
    actions.load_reference()
    page = visit("/ik/profiel/", actor=people.samira)
    field = page.get_by_label("Jouw vak")
    field.press_sequentially("verguningverlener", delay=10)
    options = page.locator(f"#{field.get_attribute('list')} option")
    expect(options.first).to_have_attribute("value", "overheidsfunctionaris vergunningen")
    field = page.get_by_label("Wat weet jij goed?")
    field.press_sequentially("cameratoezigt", delay=10)
    options = page.locator(f"#{field.get_attribute('list')} option")
    expect(options.first).to_have_attribute("value", "cameratoezicht")


def test_a_role_can_be_added_with_the_keyboard_alone(visit, people):
    page = visit("/ik/profiel/", actor=people.samira)
    page.locator("#roles summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("penningmeester")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Rol toegevoegd.")).to_be_visible()


def test_the_picture_of_roles_has_words_for_who_cannot_see_it(visit, people):
    page = visit("/@marit.hoekstra/", actor=people.samira)
    expect(page.locator("svg.lanes")).to_be_visible()
    expect(page.locator("svg.lanes")).to_have_attribute("aria-hidden", "true")
    assert page.locator("ol.roles li").count() == 3


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_block_is_changed_where_it_stands(visit, people, javascript):
    """Without a script the same link leads to the page where all of it is changed."""
    page = visit("/@samira.el.idrissi/", actor=people.samira, javascript=javascript)
    page.get_by_role("link", name="Wijzig: Wat ik weet").click()
    page.get_by_label("Wat weet jij goed?").fill("Welstand")
    where = "/@samira.el.idrissi/" if javascript else "/ik/profiel/"
    assert where in page.url
    page.locator("#knows").get_by_role("button", name="Voeg toe").click()
    expect(page.get_by_text("Onderwerp toegevoegd.")).to_be_visible()
    assert page.url.endswith(f"{where}#knows")
    expect(page.get_by_text("Welstand", exact=True)).to_be_visible()


def test_what_is_removed_in_place_can_be_put_back_there(visit, people):
    page = visit("/@samira.el.idrissi/", actor=people.samira)
    page.get_by_role("link", name="Wijzig: Wat ik weet").click()
    page.get_by_role("button", name="Haal weg: Digitaal bouwdossier inrichten").click()
    expect(page).to_have_url(re.compile(r"/@samira.el.idrissi/#knows$"))
    page.get_by_role("button", name="Zet terug").click()
    assert people.samira.known_topics.get().text == "Digitaal bouwdossier inrichten"


def test_what_was_typed_is_kept_until_it_is_saved(visit, people):
    page = visit("/ik/profiel/", actor=people.samira)
    about = page.locator("form[data-draft=about]")
    about.get_by_label("Jij in één zin").fill("Ik wil van het papier af.")
    about.get_by_label("Jouw vak").fill("vergunningverlener")
    page.reload()
    expect(about.get_by_label("Jij in één zin")).to_have_value("Ik wil van het papier af.")
    expect(about.get_by_label("Jouw vak")).to_have_value("vergunningverlener")
    expect(about.get_by_text("Het is nog niet bewaard.")).to_be_visible()
    assert axe(page) == []
    about.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Bewaard.", exact=True)).to_be_visible()
    page.reload()
    expect(about.get_by_text("Het is nog niet bewaard.")).to_be_hidden()
