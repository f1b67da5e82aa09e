"""What somebody is typing stays until it is saved, and is seen by nobody but her."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.checks import axe
from tests.browser.conftest import session_of
from tests.browser.words import words_in
from vaknet.domain.people.models import Profile

WORDS = "Ik wil van het papier af."


@pytest.fixture
def say(language):
    return words_in(language)


@pytest.fixture
def typing(visit, world, language, say) -> Page:
    """Samira typed something about herself, and did not save it."""
    page = visit("/ik/profiel/", actor=world.samira, language=language)
    sentence(page, say).fill(WORDS)
    return page


def sentence(page: Page, say):
    return page.get_by_label(say("You in one sentence"))


def save(page: Page, say) -> None:
    page.locator("#about").get_by_role("button", name=say("Save")).click()
    page.wait_for_load_state()


def come_in_as(page: Page, actor) -> None:
    """In the same tab, as after signing in."""
    url = page.evaluate("location.origin")
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": session_of(actor), "url": url}])


def note(page: Page, say):
    words = say("You were changing this. It is not saved yet.")
    return page.locator("#about").get_by_text(words)


def test_what_was_typed_is_kept_until_it_is_saved(typing, say):
    typing.reload()
    expect(sentence(typing, say)).to_have_value(WORDS)
    expect(note(typing, say)).to_be_visible()
    assert axe(typing) == []
    save(typing, say)
    expect(typing.get_by_text(say("Saved."), exact=True)).to_be_visible()
    typing.reload()
    expect(note(typing, say)).to_be_hidden()
    assert typing.evaluate("Object.keys(sessionStorage)") == []


def test_a_session_that_ended_in_the_middle_loses_nothing(typing, world, say):
    typing.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save(typing, say)
    expect(typing).to_have_url(re.compile("/inloggen/"))
    assert Profile.objects.get(actor=world.samira).promise == ""
    come_in_as(typing, world.samira)
    typing.goto("/ik/profiel/")
    expect(sentence(typing, say)).to_have_value(WORDS)
    expect(note(typing, say)).to_be_visible()
    save(typing, say)
    expect(typing.get_by_text(say("Saved."), exact=True)).to_be_visible()
    assert Profile.objects.get(actor=world.samira).promise == WORDS
    assert typing.evaluate("Object.keys(sessionStorage)") == []


def test_what_came_back_with_something_wrong_is_kept_too(typing, say):
    typing.get_by_label(say("Your name")).fill("")
    save(typing, say)
    expect(typing.locator(".error-summary")).to_be_visible()
    typing.goto("/ik/")
    typing.goto("/ik/profiel/")
    expect(sentence(typing, say)).to_have_value(WORDS)


def test_the_next_one_in_this_tab_sees_nothing_of_it(typing, world, say):
    """Her session ended without a word; nobody signed out."""
    hers = typing.locator("body").get_attribute("data-mine")
    come_in_as(typing, world.bram)
    typing.goto("/ik/profiel/")
    expect(typing.get_by_label(say("Your name"))).to_have_value(world.bram.name)
    expect(sentence(typing, say)).to_have_value("")
    expect(note(typing, say)).to_be_hidden()
    now = typing.locator("body").get_attribute("data-mine")
    assert hers != now
    assert re.fullmatch("[0-9a-f]{20}", now)
    come_in_as(typing, world.samira)
    typing.goto("/ik/profiel/")
    expect(sentence(typing, say)).to_have_value(WORDS)


def test_signing_out_wipes_it_in_every_tab(typing, world, say):
    other = typing.context.new_page()
    other.goto("/ik/profiel/")
    other.get_by_label(say("Your name")).fill("Samira")
    assert len(typing.evaluate("Object.keys(sessionStorage)")) == 1
    typing.goto("/ik/")
    typing.get_by_role("button", name=say("Sign out")).click()
    expect(typing.get_by_text(say("You are signed out."))).to_be_visible()
    assert typing.evaluate("Object.keys(sessionStorage)") == []
    come_in_as(typing, world.samira)
    typing.goto("/ik/profiel/")
    expect(sentence(typing, say)).to_have_value("")
    other.reload()
    expect(other.get_by_label(say("Your name"))).to_have_value(world.samira.name)
