"""Signing in by SAML in a browser: there, and back over two pages that post themselves."""

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.accounts.saml_provider import SamlProvider, saml_provider
from tests.accounts.test_one_door import code_for
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_getting_in import check, heading
from tests.world import World

NOOR = "noor@vakbond.example"
WORDS = {
    "nl": {
        "with": "Log in met De bond",
        "back": "Terug van De bond",
        "go": "Verder",
        "more": "Nog één stap, per mail",
        "link?": "De bond koppelen?",
        "link": "Koppel het",
        "linked": "Gekoppeld.",
        "out": "Uitloggen",
        "via": "met De bond",
    },
    "en": {
        "with": "Sign in with De bond",
        "back": "Back from De bond",
        "go": "Continue",
        "more": "One more step, by mail",
        "link?": "Link De bond?",
        "link": "Link it",
        "linked": "Linked.",
        "out": "Sign out",
        "via": "with De bond",
    },
}


@pytest.fixture
def idp(settings, live_server, tmp_path) -> Iterator[SamlProvider]:
    with saml_provider(tmp_path) as running:
        settings.SIGN_IN_PROVIDERS = {"bond": running.told()}
        ours = f"{live_server.url}/inloggen/met/bond/metadata/"
        running.us = requests.get(ours, timeout=60).text
        running.people["noor"] = {"mail": [NOOR]}
        yield running


def there_and_back(page: Page, idp: SamlProvider, says: dict[str, str], *, script: bool) -> None:
    page.get_by_role("button", name=says["with"]).click()
    page.wait_for_url(f"{idp.address}/**")
    page.get_by_label("Who").fill("noor")
    page.get_by_role("button", name="In", exact=True).click()
    page.get_by_role("button", name="Back", exact=True).click()
    if not script:
        heading(page, says["back"])
        check(page, script=script)
        page.get_by_role("button", name=says["go"]).click()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_noor_comes_with_her_account_at_the_union(
    visit, world: World, idp: SamlProvider, language: str, script: bool
) -> None:
    says = WORDS[language]
    width, dark = (PHONE, True) if language == "en" else (DESK, False)
    way = {"language": language, "javascript": script, "width": width, "dark": dark}
    page = visit("/inloggen/", **way)
    there_and_back(page, idp, says, script=script)
    heading(page, says["more"])
    check(page, script=script)
    page.locator("#id_email").fill(NOOR)
    page.locator("#id_email").press("Enter")
    page.wait_for_url("**/inloggen/code/")
    page.locator("#id_code").fill(code_for(NOOR))
    page.keyboard.press("Enter")
    heading(page, says["link?"])
    page.get_by_role("button", name=says["link"]).click()
    expect(page.locator("main")).to_contain_text(says["linked"])
    page.goto("/ik/")
    page.get_by_role("button", name=says["out"]).click()
    page.goto("/inloggen/?next=/ik/inloggen/")
    there_and_back(page, idp, says, script=script)
    page.wait_for_url("**/ik/inloggen/")
    expect(page.get_by_text(says["via"], exact=True)).to_be_visible()
