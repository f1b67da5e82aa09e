"""Following from another network, from the page of a group and of a person; and what a member
brings here from there."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.federation.other_server import on_trial, other_server
from tests.federation.story import known_elsewhere, public_group
from tests.world import World
from vaknet.engine.activitypub.webfinger import SUBSCRIBE


@pytest.fixture
def network(world: World, settings) -> World:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    return world


@pytest.fixture
def there(settings, monkeypatch):
    cache.clear()
    with other_server() as server:
        on_trial(settings, monkeypatch, server)
        server.tells_of("ida", {"rel": SUBSCRIBE, "template": f"{server.origin}/volg?wie={{uri}}"})
        server.says["/volg"] = (200, "text/html", "Volgen?")
        yield server


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_follows_from_her_own_network(visit, network, there, script):
    group = public_group(network.noor)
    page = visit(f"/g/{group.actor.handle}/", language="en", javascript=script)
    page.get_by_text("Follow from another network").click()
    expect(page.get_by_label("Address", exact=True)).to_have_value(
        "@bouwen-met-hout@vaknet.example"
    )
    page.get_by_label("Your address on your own network").fill("ida")
    page.get_by_role("button", name="Go on there").click()
    expect(page.get_by_role("alert")).to_contain_text("Write your address as @you@your.server.")
    expect(page.get_by_label("Your address on your own network")).to_have_value("ida")
    page.get_by_label("Your address on your own network").fill(f"@ida@{there.host}")
    page.get_by_role("button", name="Go on there").click()
    page.wait_for_url(f"{there.origin}/volg?wie=https%3A%2F%2Fvaknet.example%2Fg%2F*")


def test_the_pages_are_open_to_everybody(visit, network, there):
    group = public_group(network.noor)
    fatma = known_elsewhere(network.fatma)
    ida = there.has(
        "/users/ida",
        type="Person",
        name="Ida Elders",
        preferredUsername="ida",
        summary="<p>Tuiniert</p>",
        inbox=f"{there.origin}/users/ida/inbox",
    )
    pages = [
        (None, f"/g/{group.actor.handle}/"),
        (None, "/@fatma.yildiz/"),
        (None, "/b/"),
        (None, f"/van-elders/?wie=/g/{group.actor.handle}/"),
        (fatma, f"/authorize_interaction?uri={ida}"),
        (fatma, "/authorize_interaction?uri=x"),
    ]
    faults = {}
    for who, path in pages:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=who, width=width, dark=dark, language=language)
            for more in page.locator("details.more").all():
                more.locator("summary").click()
            faults[path, width] = axe(page) + overflow(page) + html_faults(page.content())
            look = page.locator('form[action="/authorize_interaction"] button')
            if look.count():
                look.click()
                expect(page.get_by_role("heading", name="Ida Elders")).to_be_visible()
                found = axe(page) + overflow(page) + html_faults(page.content())
                faults["looked up", width] = found
        page = visit(path, actor=who, width=320)
        faults[path, 320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}
