"""Somebody tells who she is: every block of her profile, with and without a script."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK
from tests.browser.words import words_in
from vaknet.domain.people import actions
from vaknet.domain.people.models import HelpOffer, Occupation, OccupationLabel, Place, Profile, Role


@pytest.fixture
def names(world) -> Occupation:
    """A profession under three names, and two places."""
    trade = Occupation.objects.create(
        uri="esco:1", isco="3354", label_nl="vergunningverlener", label_en="licensing officer"
    )
    for language, text, preferred in [
        ("nl", "vergunningverlener", True),
        ("en", "licensing officer", True),
        ("en", "permit officer", False),
    ]:
        OccupationLabel.objects.create(
            occupation=trade, language=language, text=text, preferred=preferred
        )
    for name in ("Muizenveld", "Muizenberg"):
        Place.objects.create(name=name, country="NL", latitude=52, longitude=5, population=900)
    return trade


def block(page: Page, name: str) -> Locator:
    return page.locator(f"#{name}")


def test_a_role_is_added_changed_removed_and_put_back(walk, world):
    page = walk.open("/ik/profiel/", world.samira)
    page.get_by_text(walk.say("Add a role")).click()
    form = block(page, "roles").locator("form[action='/ik/profiel/rollen/']")
    form.get_by_label(walk.say("Kind of role")).select_option("volunteering")
    form.get_by_label(walk.say("Job title")).fill("zwembadcomité")
    form.get_by_label(walk.say("From year")).fill("20l9")
    walk.press(page, "Add this role")
    walk.reads(page, "Check the year. Use four digits, such as 2019.")
    expect(form.get_by_label(walk.say("Job title"))).to_have_value("zwembadcomité")
    form.get_by_label(walk.say("From year")).fill("2019")
    walk.press(page, "Add this role")
    walk.reads(page, "Role added.")
    assert page.url.endswith("/ik/profiel/#roles")

    walk.follow(page, "Change: %(what)s", what="zwembadcomité")
    walk.reads(page, "Shown to: %(who)s", who=walk.say("All professionals here"))
    page.get_by_label(walk.say("Job title")).fill("voorzitter zwembadcomité")
    page.get_by_label(walk.say("Until year")).fill("2021")
    walk.press(page, "Save")
    walk.reads(page, "Role changed.")
    expect(block(page, "roles")).to_contain_text("2021")

    walk.press(page, "Remove: %(what)s", what="voorzitter zwembadcomité")
    assert not Role.objects.filter(actor=world.samira, kind="volunteering").exists()
    walk.press(page, "Put it back")
    walk.reads(page, "It is back.")
    assert Role.objects.get(actor=world.samira, kind="volunteering").until.year == 2021


def test_what_she_seeks_and_offers(walk, world):
    page = walk.open("/ik/profiel/", world.bram)
    seeks = block(page, "seeks")
    seeks.get_by_label(walk.say("What are you looking for?")).fill("Een dag meelopen")
    seeks.get_by_role("button", name=walk.say("Add")).click()
    walk.look(page)
    walk.reads(page, "Topic added.")
    walk.press(page, "Remove: %(what)s", what="Een dag meelopen")
    walk.press(page, "Put it back")
    expect(seeks).to_contain_text("Een dag meelopen")

    offers = block(page, "help")
    offers.get_by_label(walk.say("Coffee"), exact=True).check()
    offers.get_by_label(walk.say("Remark: %(what)s", what=walk.say("Coffee"))).fill("di en do")
    offers.get_by_role("button", name=walk.say("Save")).click()
    walk.look(page)
    walk.reads(page, "Saved.")
    page.goto(f"/@{world.bram.handle}/")
    walk.look(page)
    expect(page.locator("main")).to_contain_text("di en do")
    expect(page.locator("main")).to_contain_text("Een dag meelopen")
    assert HelpOffer.objects.get(actor=world.bram).kind == "coffee"


def test_a_block_is_changed_where_it_stands(walk, world):
    """Without a script the same links lead to the page where all of it is changed."""
    here = f"/@{world.samira.handle}/"
    page = walk.open(here, world.samira, width=DESK)
    where = here if walk.javascript else "/ik/profiel/"
    walk.follow(page, "Change: %(what)s", what=walk.say("What I know"))
    knows = block(page, "knows")
    if walk.javascript:
        expect(knows.get_by_role("heading")).to_be_focused()
    knows.get_by_label(walk.say("What do you know well?")).fill(" ")
    knows.get_by_role("button", name=walk.say("Add")).click()
    expect(page.locator(".error-summary")).to_be_visible()
    walk.look(page)
    assert page.url.split("#")[0].endswith(here if walk.javascript else "/ik/profiel/weet/")
    knows.get_by_label(walk.say("What do you know well?")).fill("Welstand")
    knows.get_by_role("button", name=walk.say("Add")).click()
    walk.reads(page, "Topic added.")
    walk.look(page)
    assert where in page.url
    expect(page.get_by_text("Welstand", exact=True)).to_be_visible()


def test_the_head_of_the_page_is_changed_where_it_stands(walk, world):
    here = f"/@{world.samira.handle}/"
    page = walk.open(here, world.samira)
    for title, name in [
        ("My photo", "photo"),
        ("My languages", "languages"),
        ("About me", "about"),
    ]:
        page.goto(here)
        walk.follow(page, "Change: %(what)s", what=walk.say(title))
        expect(block(page, name).get_by_role("heading")).to_be_visible()
        walk.look(page)
    about = block(page, "about")
    about.get_by_label(walk.say("Your name")).fill("")
    about.get_by_role("button", name=walk.say("Save")).click()
    expect(page.locator(".error-summary")).to_be_visible()
    walk.look(page)
    if walk.javascript:
        assert page.url.endswith(here)
        expect(page.locator("#about .error-summary")).to_be_focused()
    about.get_by_label(walk.say("Your name")).fill("Samira Idrissi")
    about.get_by_role("button", name=walk.say("Save")).click()
    walk.reads(page, "Saved.")
    world.samira.refresh_from_db()
    assert world.samira.name == "Samira Idrissi"
    page.goto(here)
    walk.follow(page, "Change: %(what)s", what=walk.say("My photo"))
    walk.press(page, "Show this photo")
    expect(page.locator(".error-summary")).to_be_visible()


def test_what_is_removed_in_place_can_be_put_back_there(walk, world):
    page = walk.open(f"/@{world.samira.handle}/", world.samira)
    walk.follow(page, "Change: %(what)s", what=walk.say("What I know"))
    walk.press(page, "Remove: %(what)s", what="Digitaal bouwdossier inrichten")
    if walk.javascript:
        expect(page).to_have_url(re.compile(r"/@samira.el.idrissi/#knows$"))
    walk.press(page, "Put it back")
    assert world.samira.known_topics.get().text == "Digitaal bouwdossier inrichten"


def test_a_mistyped_profession_and_place_are_asked_about(walk, world, names):
    page = walk.open("/ik/profiel/", world.bram)
    about = block(page, "about")
    about.get_by_label(walk.say("Your profession")).fill("verguningverlener")
    about.get_by_label(walk.say("Your place of work")).fill("Muisenveld")
    walk_save(walk, page)
    assert Profile.objects.get(actor=world.bram).profession == "jongerenwerker"
    own = walk.say("None of these. Keep my own words: %(words)s", words="verguningverlener")
    expect(about.get_by_label(own)).to_be_visible()
    label = names.label(walk.language)
    about.get_by_role("radio", name=re.compile(f"^{label}")).check()
    about.get_by_label("Muizenveld").check()
    walk_save(walk, page)
    walk.reads(page, "Saved.")
    profile = Profile.objects.get(actor=world.bram)
    assert (profile.profession, profile.occupation, profile.place.name) == (
        label,
        names,
        "Muizenveld",
    )
    walk_save(walk, page)
    walk.reads(page, "Saved.")


def test_own_words_may_stay_and_are_not_asked_about_again(walk, world, names):
    page = walk.open("/ik/profiel/", world.bram)
    about = block(page, "about")
    about.get_by_label(walk.say("Your profession")).fill("vergunningenheld")
    walk_save(walk, page)
    own = walk.say("None of these. Keep my own words: %(words)s", words="vergunningenheld")
    about.get_by_label(own).check()
    walk_save(walk, page)
    walk.reads(page, "Saved.")
    walk_save(walk, page)
    walk.reads(page, "Saved.")
    profile = Profile.objects.get(actor=world.bram)
    assert (profile.profession, profile.occupation) == ("vergunningenheld", None)


def walk_save(walk, page: Page) -> None:
    """And wait until the answer stands there: a click returns before that."""
    page.evaluate("document.body.dataset.before = ''")
    block(page, "about").get_by_role("button", name=walk.say("Save")).click()
    expect(page.locator("body:not([data-before])")).to_be_attached()
    walk.look(page)


class Typed(NamedTuple):
    """What is typed in `field`, and what is suggested first."""

    language: str
    field: str
    typed: str
    found: str


TYPED = [
    Typed("nl", "Your profession", "verguningverlener", "overheidsfunctionaris vergunningen"),
    Typed("en", "Your profession", "plummber", "plumber"),
    Typed("en", "Your profession", "youth project team leader", "youth worker"),
    Typed("nl", "What do you know well?", "cameratoezigt", "cameratoezicht"),
]


@pytest.mark.parametrize("one", TYPED, ids=lambda one: f"{one.language}, {one.typed}")
def test_suggestions_forgive_an_error_and_know_other_names(visit, world, one):
    actions.load_reference()
    page = visit("/ik/profiel/", actor=world.samira, language=one.language)
    field = page.get_by_label(words_in(one.language)(one.field))
    field.press_sequentially(one.typed, delay=10)
    options = page.locator(f"#{field.get_attribute('list')} option")
    expect(options.first).to_have_attribute("value", one.found)


def test_a_role_can_be_added_with_the_keyboard_alone(visit, world, language):
    page = visit("/ik/profiel/", actor=world.samira, language=language)
    page.locator("#roles summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("penningmeester")
    page.keyboard.press("Enter")
    said = {"nl": "Rol toegevoegd.", "en": "Role added."}[language]
    expect(page.get_by_text(said)).to_be_visible()
