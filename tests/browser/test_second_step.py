"""The second step in a browser: drawn, confirmed, asked, and paper for when the phone is gone."""

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.phone import code_of
from tests.accounts.test_one_door import code_for
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_getting_in import SAMIRA, check, heading
from tests.world import World
from vaknet.domain.people.second_step import recovery_codes_left

WORDS = {
    "nl": {
        "on": "Zet de tweede stap aan",
        "do": "Zet aan",
        "codes": "Je herstelcodes",
        "have": "Ik heb ze op papier",
        "out": "Uitloggen",
        "step": "De tweede stap",
        "go": "Verder",
        "wrong": "Deze code klopt niet",
        "manage": "Herstelcodes, en uitzetten",
        "off": "Zet de tweede stap uit",
        "off?": "De tweede stap uitzetten?",
        "really": "Zet uit",
        "is off": "De tweede stap staat uit.",
    },
    "en": {
        "on": "Turn on the second step",
        "do": "Turn on",
        "codes": "Your recovery codes",
        "have": "I have them on paper",
        "out": "Sign out",
        "step": "The second step",
        "go": "Continue",
        "wrong": "This code is not right",
        "manage": "Recovery codes, and turning it off",
        "off": "Turn off the second step",
        "off?": "Turn off the second step?",
        "really": "Turn off",
        "is off": "The second step is off.",
    },
}


def by_mail(page: Page) -> None:
    page.goto("/inloggen/?next=/ik/inloggen/")
    page.locator("#id_email").fill(SAMIRA)
    page.keyboard.press("Enter")
    page.wait_for_url("**/inloggen/code/")
    page.locator("#id_code").fill(code_for(SAMIRA))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_samira_turns_it_on_loses_her_phone_and_turns_it_off(
    visit, world: World, language: str, script: bool
) -> None:
    says = WORDS[language]
    width, dark = (PHONE, True) if language == "en" else (DESK, False)
    page = visit("/", language=language, javascript=script, width=width, dark=dark)
    by_mail(page)
    page.get_by_role("link", name=says["on"]).click()
    heading(page, says["on"])
    expect(page.locator("svg.qr")).to_be_visible()
    check(page, script=script)
    page.locator("#id_code").fill("000000")
    page.get_by_role("button", name=says["do"], exact=True).click()
    expect(page.locator("#id_code_error")).to_contain_text(says["wrong"])
    check(page, script=script)
    secret = page.locator(".key").inner_text().replace(" ", "")
    page.locator("#id_code").fill(code_of(secret))
    page.get_by_role("button", name=says["do"], exact=True).click()
    heading(page, says["codes"])
    codes = page.locator(".codes li").all_inner_texts()
    check(page, script=script)
    page.get_by_role("link", name=says["have"]).click()

    page.goto("/ik/")
    page.get_by_role("button", name=says["out"]).click()
    by_mail(page)
    heading(page, says["step"])
    check(page, script=script)
    page.locator("#id_code").fill("000000")
    page.get_by_role("button", name=says["go"]).click()
    expect(page.locator("#id_code_error")).to_contain_text(says["wrong"])
    check(page, script=script)
    page.locator("#id_code").fill(codes[0])
    page.get_by_role("button", name=says["go"]).click()
    page.wait_for_url("**/ik/inloggen/")
    check(page, script=script)
    assert recovery_codes_left(world.samira.account) == 9

    page.get_by_role("link", name=says["manage"]).click()
    heading(page, says["step"])
    check(page, script=script)
    page.get_by_role("link", name=says["off"]).click()
    heading(page, says["off?"])
    check(page, script=script)
    page.get_by_role("button", name=says["really"], exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(says["is off"])
