"""Treaties in a browser: proposing one, reading it, and the pages for everybody."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.networks.partner import Partner, a_partner
from tests.networks.test_treaties import OPEN, proposed, told
from tests.world import World
from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.actions.things import Thing
from vaknet.domain.networks.models import Network, OwnPlace, Share, Treaty


@pytest.fixture
def partner(world: World, settings):
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    settings.NETWORK_NAME = "Vaknet Oost"
    with a_partner() as found:
        settings.FEDERATION_TRIAL = frozenset({found.base.removeprefix("http://")})
        yield found


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_an_address_to_a_proposal_that_is_withdrawn(visit, world, partner, script) -> None:
    page = visit("/beheer/verdragen/", actor=world.moderator, language="en", javascript=script)
    page.get_by_label("Address of the other network").fill("127.0.0.1:1")
    page.get_by_role("button", name="See which network that is").click()
    expect(page.get_by_role("alert")).to_contain_text("We found no Vaknet there.")
    page.get_by_label("Address of the other network").fill(partner.base)
    page.get_by_role("button", name="See which network that is").click()
    expect(page.get_by_role("heading", name="Vaknet West")).to_be_visible()
    page.get_by_label("journals of these groups").check()
    page.get_by_label("Two years").check()
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_role("alert")).to_contain_text("Fill in this field.")
    expect(page.get_by_label("Two years")).to_be_checked()
    page.get_by_label("In whose name do you sign?").fill("The board")
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_text("Your proposal is on its way.")).to_be_visible()
    assert queries.current_terms(Treaty.objects.get()).content["months"] == 24
    page.get_by_text("No treaty after all").click()
    page.get_by_label("Why?").fill("A mistake")
    page.get_by_role("button", name="Tell them").click()
    expect(page.get_by_text("It was never agreed.")).to_be_visible()


def agreed(world: World, partner: Partner) -> Treaty:
    treaty = proposed(world, partner)
    told(partner, treaty, propose=OPEN)
    terms = queries.current_terms(treaty)
    given = {"token": treaty.token, "digest": terms.digest, "signed": partner.signs(terms.content)}
    assert partner.asks("treaty/sign", given).status_code == 200
    day = timezone.now() + timedelta(days=9)
    address = f"{partner.base}/b/1/"
    there = Thing(address, address, "Dag van het veen", "Lopen en kijken.", "Westerveld", day, day)
    actions.keep_things(treaty=treaty, kind=Share.AGENDA, things=[there], now=timezone.now())
    Network.objects.update(place="Westerveld", latitude=52.1, longitude=4.3)
    OwnPlace.objects.create(name="Waterveen", latitude=52.5, longitude=6.0)
    return treaty


def test_the_pages_are_open_to_everybody(visit, world, partner) -> None:
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    waiting = Treaty.objects.get()
    looks = [f"/beheer/verdragen/{waiting.pk}/", f"/beheer/verdragen/{waiting.pk}/anders/"]
    faults = _faults(visit, world, [*looks, "/netwerken/", "/netwerken/daar/"])
    actions.end_treaty(world.moderator, treaty=waiting, at_once=True, why="Nee")
    treaty = agreed(world, partner)
    looks = [
        "/netwerken/",
        "/netwerken/daar/",
        f"/netwerken/{treaty.network.pk}/",
        "/beheer/verdragen/",
        f"/beheer/verdragen/{treaty.pk}/",
        f"/beheer/verdragen/nieuw/?address={partner.base}",
    ]
    assert faults | _faults(visit, world, looks) == {}


def _faults(visit, world: World, paths: list[str]) -> dict[tuple[str, int], list[str]]:
    found: dict[tuple[str, int], list[str]] = {}
    for path in paths:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=world.moderator, width=width, dark=dark, language=language)
            found[path, width] = axe(page) + overflow(page) + html_faults(page.content())
        page = visit(path, actor=world.moderator, width=320)
        found[path, 320] = overflow(page) + small_targets(page)
    return {case: faults for case, faults in found.items() if faults}
