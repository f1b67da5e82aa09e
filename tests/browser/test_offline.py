"""Without a connection: today as she saw it last, and a calm page for all the others."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import faults
from tests.browser.conftest import PHONE, session_of
from tests.browser.words import words_in

KEPT = """async () => {
    const pages = await caches.open('pages');
    return (await pages.keys()).map((one) => new URL(one.url).pathname);
}"""
READY = (
    "() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
)


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def say(language):
    return words_in(language)


def with_worker(page: Page) -> Page:
    """The worker is there, and saw the page once."""
    page.wait_for_function(READY)
    page.reload()
    page.wait_for_function(
        f"async () => (await ({KEPT})()).length > 0 || !document.body.dataset.mine"
    )
    return page


@pytest.fixture
def today(visit, world, language) -> Page:
    return with_worker(visit("/", actor=world.samira, language=language, worker=True))


def kept_line(page: Page):
    return page.locator("[data-kept-line]")


def come_in_as(page: Page, actor) -> None:
    url, name = page.evaluate("location.origin"), settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": session_of(actor), "url": url}])


def test_today_opens_without_a_connection_and_says_from_when_it_is(today, say):
    expect(kept_line(today)).to_be_hidden()
    today.context.set_offline(True)
    today.reload()
    expect(kept_line(today)).to_be_visible()
    expect(today.get_by_role("heading", level=1)).to_contain_text("Samira")
    assert faults(today) == []
    today.context.set_offline(False)
    today.reload()
    expect(kept_line(today)).to_be_hidden()


def test_other_pages_are_not_kept(today, say):
    """She read one with a connection; without it there is a calm page in its place."""
    today.goto("/@marit.hoekstra/")
    today.goto("/vraag/")
    assert today.evaluate(KEPT) == ["/"]
    today.context.set_offline(True)
    today.goto("/@marit.hoekstra/")
    expect(today.get_by_role("heading", name=say("You are offline"))).to_be_visible()
    expect(today.get_by_text("Marit")).to_have_count(0)
    today.set_viewport_size({"width": PHONE, "height": 800})
    assert faults(today) == []
    today.get_by_role("link", name=say("Today, as you saw it last")).click()
    expect(kept_line(today)).to_be_visible()


def test_the_calm_page_looks_like_the_house(today):
    today.context.set_offline(True)
    today.goto("/g/")
    font = today.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "Newsreader" in font
    assert today.evaluate("document.fonts.check('500 20px Newsreader')")


def test_signing_out_leaves_nothing(today, say):
    today.goto("/ik/")
    today.get_by_role("button", name=say("Sign out")).click()
    expect(today.get_by_text(say("You are signed out."))).to_be_visible()
    today.wait_for_function(READY)  # it went too, and the page without her made another
    assert today.evaluate(KEPT) == []
    today.context.set_offline(True)
    assert_nothing_of_samira(today)


def test_the_server_alone_makes_the_browser_forget_too(today, say):
    """Where our script did not run: the answer itself asks for it."""
    today.evaluate("""async () => {
        const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
        const body = new URLSearchParams({ csrfmiddlewaretoken: token });
        await fetch('/uitloggen/', { method: 'POST', body });
    }""")
    assert today.evaluate(KEPT) == []


def test_whose_session_ended_is_forgotten_at_the_next_page(today):
    today.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    today.goto("/over/")
    today.wait_for_function(f"async () => (await ({KEPT})()).length === 0")
    today.context.set_offline(True)
    assert_nothing_of_samira(today)


def test_who_comes_in_next_sees_nothing_of_the_former(today, world):
    """Bram signs in on her telephone, looks at another page, and loses his connection."""
    come_in_as(today, world.bram)
    today.goto("/g/")
    today.wait_for_function(f"async () => (await ({KEPT})()).length === 0")
    today.context.set_offline(True)
    assert_nothing_of_samira(today)
    today.context.set_offline(False)
    today.goto("/")
    today.wait_for_function(f"async () => (await ({KEPT})()).length === 1")
    today.context.set_offline(True)
    today.reload()
    expect(today.get_by_role("heading", level=1)).to_contain_text("Bram")


def test_a_page_of_last_week_is_not_today(today, say):
    today.evaluate("""async () => {
        const pages = await caches.open('pages');
        const page = await pages.match('/');
        const headers = new Headers(page.headers);
        headers.set('Vaknet-Kept-At', Date.now() - 4 * 24 * 60 * 60 * 1000);
        await pages.put('/', new Response(await page.text(), { headers }));
    }""")
    today.context.set_offline(True)
    today.reload()
    expect(today.get_by_role("heading", name=say("You are offline"))).to_be_visible()


def test_a_guest_leaves_no_page_behind(visit, world, language, say):
    page = with_worker(visit("/", language=language, worker=True))
    assert page.evaluate(KEPT) == []
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name=say("You are offline"))).to_be_visible()


def test_chromium_finds_nothing_wrong_with_the_app(today):
    told = today.context.new_cdp_session(today).send("Page.getAppManifest")
    assert told["errors"] == []
    assert '"start_url": "/"' in told["data"]
    wrong = today.context.new_cdp_session(today).send("Page.getInstallabilityErrors")
    assert [one["errorId"] for one in wrong["installabilityErrors"]] in ([], ["in-incognito"])


def assert_nothing_of_samira(page: Page) -> None:
    page.goto("/")
    assert page.locator("body[data-mine]").count() == 0
    assert "Samira" not in page.content()
