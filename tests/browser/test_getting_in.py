"""From nothing to the start page: with a script and without, in both languages, and by passkey."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import CDPSession, Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import world as worlds
from tests.browser.checks import axe, faults, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.browser.words import words_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account, Occupation, OccupationLabel
from vaknet.domain.people.unsubscribing import unsubscribe_token
from vaknet.interfaces.web import login_link

ILSE = "ilse@duinrade.example"
SAMIRA = "samira@waterveen.example"
WORDS = {
    "nl": {
        "door": "Inloggen of meedoen",
        "send": "Stuur mij een code",
        "mail": "Kijk in je mail",
        "on": "Verder",
        "trade": "Wat is je vak?",
        "missing": "Er ontbreekt nog iets",
        "hello": "Zeg hallo tegen Samira",
        "sent": "Je berichtje is onderweg naar Samira.",
        "today": "Verder",
    },
    "en": {
        "door": "Sign in or join",
        "send": "Send me a code",
        "mail": "Look in your mail",
        "on": "Continue",
        "trade": "What is your profession?",
        "missing": "Something is still missing",
        "hello": "Say hello to Samira",
        "sent": "Your note is on its way to Samira.",
        "today": "Continue",
    },
}


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def code_for(email: str) -> str:
    return ProcrastinateJob.objects.filter(args__email=email).latest("pk").args["code"]


def enter_code(page: Page, email: str) -> None:
    heading(page, "Kijk in je mail")
    page.locator("#id_code").fill(code_for(email))
    page.keyboard.press("Enter")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def check(page: Page, *, script: bool) -> None:
    """axe needs a script; the rest looks at the page as it is."""
    page.wait_for_load_state()
    found = html_faults(page.content())
    if script:
        found += axe(page) + overflow(page) + small_targets(page)
    assert found == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_ilse_comes_in_and_says_hello(visit, world, language, script):
    says = WORDS[language]
    width, dark = (PHONE, True) if language == "en" else (DESK, False)
    page = visit("/", language=language, javascript=script, width=width, dark=dark)
    page.get_by_role("link", name=says["door"]).click()
    heading(page, says["door"])
    check(page, script=script)
    page.locator("#id_email").fill(f"  {ILSE.upper()} ")
    page.get_by_role("button", name=says["send"]).click()

    heading(page, says["mail"])
    expect(page.locator("#id_code")).to_have_attribute("autocomplete", "one-time-code")
    page.locator("#id_code").fill("BBBBBB")
    page.get_by_role("button", name=says["on"]).click()
    expect(page.locator("#id_code_error")).to_be_visible()
    check(page, script=script)
    page.locator("#id_code").fill(code_for(ILSE).lower())
    page.get_by_role("button", name=says["on"]).click()

    heading(page, says["trade"])
    page.locator("#id_name").fill("Ilse de Wit")
    page.locator("#id_profession").fill("archivaris")
    page.get_by_role("button", name=says["on"]).click()
    expect(page.get_by_role("alert")).to_contain_text(says["missing"])
    expect(page.locator("#id_name")).to_have_value("Ilse de Wit")
    check(page, script=script)
    page.locator("#id_knows").fill("Papieren archief opruimen")
    page.locator("#id_agrees").check()
    page.get_by_role("button", name=says["on"]).click()

    expect(page.get_by_role("button", name=says["hello"])).to_be_visible()
    check(page, script=script)
    page.get_by_role("button", name=says["hello"]).click()
    expect(page.locator("main")).to_contain_text(says["sent"])
    check(page, script=script)
    page.get_by_role("link", name=says["today"]).click()
    expect(page.get_by_role("link", name="Ilse de Wit")).to_be_visible()
    ilse = Account.objects.select_related("actor").get(email=ILSE)
    assert ilse.language == language
    assert [one.sender for one in queries.requests_waiting(world.samira)] == [ilse.actor]


def test_the_door_is_five_clicks_from_the_first_hello(visit, world):
    clicks = 0
    page = visit("/inloggen/")
    page.locator("#id_email").fill(ILSE)
    page.keyboard.press("Enter")
    clicks += 1
    enter_code(page, ILSE)
    clicks += 1
    page.locator("#id_name").fill("Ilse de Wit")
    page.locator("#id_knows").fill("Papieren archief opruimen")
    page.locator("#id_agrees").check()
    clicks += 1
    page.keyboard.press("Enter")
    clicks += 1
    page.get_by_role("button", name="Zeg hallo tegen Samira").click()
    clicks += 1
    expect(page.locator("main")).to_contain_text("Je berichtje is onderweg")
    assert clicks <= 5


def virtual_authenticator(page: Page) -> CDPSession:
    """The browser's own stand-in for a phone with a fingerprint reader."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


@pytest.mark.parametrize("language", ["nl", "en"])
def test_samira_makes_a_passkey_and_needs_one_touch_from_then_on(visit, world, language):
    say = words_in(language)
    page = visit("/inloggen/?next=/ik/inloggen/", language=language)
    virtual_authenticator(page)
    page.locator("#id_email").fill(SAMIRA)
    page.keyboard.press("Enter")
    heading(page, say("Look in your mail"))
    page.locator("#id_code").fill(code_for(SAMIRA))
    page.keyboard.press("Enter")
    heading(page, say("Ways to sign in"))
    check(page, script=True)
    page.get_by_label(say("Name, to recognise it")).fill("Mijn telefoon")
    page.get_by_role("button", name=say("Add a passkey")).click()
    works = say("Your passkey works now. Next time one touch is enough.")
    expect(page.locator("main")).to_contain_text(works)
    expect(page.get_by_text("Mijn telefoon", exact=True)).to_be_visible()
    check(page, script=True)

    page.goto("/ik/")
    page.get_by_role("button", name=say("Sign out")).click()
    page.goto("/inloggen/?next=/g/")
    page.get_by_role("button", name=say("Sign in with a passkey")).click()
    page.wait_for_url(re.compile(r"//[^/]+/g/$"))

    page.goto("/ik/inloggen/")
    page.get_by_role("button", name=say("Remove: %(what)s", what="Mijn telefoon")).click()
    expect(page.locator("main")).to_contain_text(say("No passkey yet."))
    page.context.clear_cookies()
    context_language = {"name": "django_language", "value": language, "url": page.url}
    page.context.add_cookies([context_language])
    page.goto("/inloggen/")
    page.get_by_role("button", name=say("Sign in with a passkey")).click()
    gone = say("This passkey does not work here. Ask for a code.")
    expect(page.get_by_text(gone)).to_be_visible()


def test_a_mistyped_profession_is_asked_about_at_the_door(visit, world, language, javascript):
    trade = Occupation.objects.create(
        uri="esco:1", isco="3354", label_nl="vergunningverlener", label_en="licensing officer"
    )
    OccupationLabel.objects.create(
        occupation=trade, language="nl", text="vergunningverlener", preferred=True
    )
    say = words_in(language)
    page = visit("/inloggen/", language=language, javascript=javascript, width=PHONE)
    page.locator("#id_email").fill(ILSE)
    page.keyboard.press("Enter")
    heading(page, say("Look in your mail"))
    page.locator("#id_code").fill(code_for(ILSE))
    page.keyboard.press("Enter")
    heading(page, say("What is your profession?"))
    page.locator("#id_name").fill("Ilse de Wit")
    page.locator("#id_profession").fill("verguningverlener")
    page.locator("#id_knows").fill("Papieren archief opruimen")
    page.locator("#id_agrees").check()
    page.get_by_role("button", name=say("Continue")).click()
    own = say("None of these. Keep my own words: %(words)s", words="verguningverlener")
    expect(page.get_by_label(own)).to_be_visible()
    assert faults(page, script=javascript) == []
    page.get_by_role("radio", name=re.compile(f"^{trade.label(language)}")).check()
    page.get_by_role("button", name=say("Continue")).click()
    expect(
        page.get_by_role("button", name=say("Say hello to %(name)s", name="Samira"))
    ).to_be_visible()
    profile = Account.objects.select_related("actor__profile").get(email=ILSE).actor.profile
    assert profile.occupation == trade


def test_who_closes_the_dialog_is_told_what_else_works(visit, world):
    page = visit("/inloggen/")
    session = virtual_authenticator(page)  # a phone without any passkey of ours
    expect(page.get_by_text("Er is geen passkey gebruikt.")).to_be_hidden()
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_text("Er is geen passkey gebruikt.")).to_be_visible()
    expect(page.get_by_role("button", name="Log in met een passkey")).to_be_focused()
    session.detach()


def test_without_a_script_there_is_no_button_that_does_nothing(visit, world):
    page = visit("/inloggen/", javascript=False)
    expect(page.get_by_role("button", name="Log in met een passkey")).to_be_hidden()
    expect(page.get_by_role("button", name="Stuur mij een code")).to_be_visible()


def link_for(actor: Actor) -> str:
    """The operator's link: it opens without a mail, and without using up the limit on codes."""
    made = people.make_sign_in_link(actor.account)
    return urlsplit(login_link.address(made)).path


ELSEWHERE = {
    "nl": ("Log daar uit", "Log overal elders uit", "Je bent nergens anders ingelogd."),
    "en": ("Sign out there", "Sign out everywhere else", "You are signed in nowhere else."),
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_samira_signs_out_on_the_phone_she_lost(visit, world, language, script):
    there, everywhere, nowhere = ELSEWHERE[language]
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1"
    for says in (phone, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0", "curl"):
        Client(headers={"user-agent": says}).post(link_for(world.samira))
    width, dark = (PHONE, True) if language == "en" else (DESK, False)
    way = {"language": language, "javascript": script, "width": width, "dark": dark}
    page = visit(link_for(world.samira), **way)
    page.locator("main").get_by_role("button").click()
    expect(page.locator("main")).to_contain_text("Samira")
    page.goto("/ik/inloggen/")
    expect(page.get_by_role("button", name=there)).to_have_count(3)
    check(page, script=script)
    lost = page.get_by_role("listitem").filter(has_text="Safari")
    lost.get_by_role("button", name=there).click()
    expect(page.get_by_role("button", name=there)).to_have_count(2)
    expect(page.locator("main")).not_to_contain_text("iPhone")
    page.get_by_role("button", name=everywhere).click()
    expect(page.locator("main")).to_contain_text(nowhere)
    check(page, script=script)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_stopping_letters_is_open_to_everybody(visit, world, width):
    path = f"/afmelden/{unsubscribe_token(world.samira.account)}/"
    page = visit(path, width=width, dark=width == PHONE)
    check(page, script=True)
    page.get_by_role("button", name="Stop alle brieven, behalve codes").click()
    heading(page, "Je krijgt geen brieven meer")
    check(page, script=True)
