"""Samira adds her address at home before she leaves her employer."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_getting_in import check, code_for, heading
from vaknet.domain.activity.links import action_token
from vaknet.domain.people.addresses import PROVE
from vaknet.domain.people.models import Account, MailAddress

WORK = "samira@waterveen.example"
HOME = "samira.el.idrissi.van.de.archieven@een-lang-domein-thuis.example"
WORDS = {
    "nl": {
        "label": "Nog een e-mailadres",
        "add": "Voeg dit adres toe",
        "waiting": "Nog niet van jou",
        "yours": "Ja, dit adres is van mij",
        "here": "Stuur mail hierheen",
        "goes": "Je mail gaat nu naar",
        "remove": "Haal weg",
        "sure": "Dit adres weghalen?",
        "gone": f"Weggehaald: {WORK}.",
        "already": "Dit adres is al van jou.",
    },
    "en": {
        "label": "Another e-mail address",
        "add": "Add this address",
        "waiting": "Not yours yet",
        "yours": "Yes, this address is mine",
        "here": "Send mail here",
        "goes": "Your mail goes to",
        "remove": "Remove",
        "sure": "Remove this address?",
        "gone": f"Removed: {WORK}.",
        "already": "This address is yours already.",
    },
}


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def sign_in(page: Page) -> None:
    page.locator("#id_email").fill(WORK)
    page.keyboard.press("Enter")
    expect(page.locator("#id_code")).to_be_visible()
    page.locator("#id_code").fill(code_for(WORK))
    page.keyboard.press("Enter")
    expect(page.locator("#addresses")).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_work_to_home(visit, world, language, script):
    says = WORDS[language]
    Account.objects.filter(actor=world.samira).update(language=language)
    width, dark = (PHONE, True) if language == "en" else (DESK, False)
    way = {"language": language, "javascript": script, "width": width, "dark": dark}
    page = visit("/inloggen/?next=/ik/inloggen/", **way)
    sign_in(page)
    page.get_by_label(says["label"]).fill(WORK)
    page.get_by_role("button", name=says["add"]).click()
    expect(page.locator("#id_email_error")).to_contain_text(says["already"])
    expect(page.get_by_label(says["label"])).to_have_value(WORK)
    check(page, script=script)
    page.get_by_label(says["label"]).fill(HOME)
    page.get_by_role("button", name=says["add"]).click()
    expect(page.locator("main")).to_contain_text(says["waiting"])
    check(page, script=script)

    address = MailAddress.objects.get(email=HOME)
    here = urlsplit(page.url)
    token = action_token(world.samira, PROVE, address.pk)
    page.goto(f"{here.scheme}://{here.netloc}/ik/inloggen/adres/{token}/")
    check(page, script=script)
    page.get_by_role("button", name=says["yours"]).click()
    page.get_by_role("button", name=says["here"]).click()
    expect(page.locator("main")).to_contain_text(f"{says['goes']} {HOME}")
    check(page, script=script)
    old = page.get_by_role("listitem").filter(has_text=WORK)
    old.get_by_role("link", name=says["remove"]).click()
    heading(page, says["sure"])
    check(page, script=script)
    page.get_by_role("button", name=says["remove"]).click()
    expect(page.locator("main")).to_contain_text(says["gone"])
    assert Account.objects.get(actor=world.samira).email == HOME
    check(page, script=script)
