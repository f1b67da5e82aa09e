"""Signing in with an account elsewhere, in a browser, at a real provider."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.identity_provider import WORK, IdentityProvider, provider
from tests.accounts.test_one_door import code_for
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_getting_in import SAMIRA, check, enter_code, heading
from tests.world import World

WORDS = {
    "nl": {
        "with": "Log in met Gemeente Waterveen",
        "more": "Nog één stap, per mail",
        "code": "Stuur mij een code",
        "link?": "Gemeente Waterveen koppelen?",
        "link": "Koppel het",
        "linked": "Gekoppeld.",
        "out": "Uitloggen",
        "ways": "Manieren om in te loggen",
        "unlink": "Ontkoppel",
        "unlink?": "Gemeente Waterveen ontkoppelen?",
        "gone": "Er is nog niets gekoppeld.",
        "via": "met Gemeente Waterveen",
    },
    "en": {
        "with": "Sign in with Gemeente Waterveen",
        "more": "One more step, by mail",
        "code": "Send me a code",
        "link?": "Link Gemeente Waterveen?",
        "link": "Link it",
        "linked": "Linked.",
        "out": "Sign out",
        "ways": "Ways to sign in",
        "unlink": "Unlink",
        "unlink?": "Unlink Gemeente Waterveen?",
        "gone": "Nothing is linked yet.",
        "via": "with Gemeente Waterveen",
    },
}


@pytest.fixture
def idp(settings, live_server) -> Iterator[IdentityProvider]:
    with provider() as running:
        running.register(f"{live_server.url}/inloggen/met/werk/terug/")
        running.knows("samira", email=WORK, email_verified=True)
        settings.SIGN_IN_PROVIDERS = {"werk": running.told()}
        yield running


def at_the_provider(page: Page, idp: IdentityProvider, *, wait: str) -> None:
    """She fills in who she is there, and is sent back."""
    page.wait_for_url(f"{idp.address}/**")
    page.locator("#subject-input").fill("samira")
    page.get_by_role("button", name="Authorize").first.click()
    page.wait_for_url(wait)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_samira_comes_with_her_account_at_work(
    visit, world: World, idp: IdentityProvider, language: str, script: bool
) -> None:
    says = WORDS[language]
    width, dark = (PHONE, True) if language == "en" else (DESK, False)
    way = {"language": language, "javascript": script, "width": width, "dark": dark}
    page = visit("/inloggen/", **way)
    page.route("https://cdn.*/**", lambda route: route.fulfill(content_type="text/css", body=""))
    check(page, script=script)
    page.get_by_role("button", name=says["with"]).click()
    at_the_provider(page, idp, wait="**/inloggen/onbekend/")
    heading(page, says["more"])
    expect(page.locator("main")).to_contain_text(WORK)
    check(page, script=script)
    page.locator("#id_email").fill(SAMIRA)
    page.get_by_role("button", name=says["code"]).click()
    page.locator("#id_code").fill(code_for(SAMIRA))
    page.keyboard.press("Enter")
    heading(page, says["link?"])
    check(page, script=script)
    page.get_by_role("button", name=says["link"]).click()
    expect(page.locator("main")).to_contain_text(says["linked"])

    page.goto("/ik/")
    page.get_by_role("button", name=says["out"]).click()
    page.goto("/inloggen/?next=/ik/inloggen/")
    page.get_by_role("button", name=says["with"]).click()
    at_the_provider(page, idp, wait="**/ik/inloggen/")
    heading(page, says["ways"])
    expect(page.get_by_text(says["via"], exact=True)).to_be_visible()
    check(page, script=script)
    page.get_by_role("link", name=says["unlink"]).click()
    heading(page, says["unlink?"])
    check(page, script=script)
    page.get_by_role("button", name=says["unlink"]).click()
    expect(page.locator("main")).to_contain_text(says["gone"])
    check(page, script=script)


def test_a_provider_that_is_down_leaves_the_door_open(visit, world: World, idp: IdentityProvider):
    page = visit("/inloggen/")
    idp.crooked["/.well-known/openid-configuration"] = lambda told: {}
    page.get_by_role("button", name="Log in met Gemeente Waterveen").click()
    expect(page.get_by_role("status")).to_contain_text("We kunnen het antwoord van")
    check(page, script=True)
    page.locator("#id_email").fill(SAMIRA)
    page.keyboard.press("Enter")
    enter_code(page, SAMIRA)
