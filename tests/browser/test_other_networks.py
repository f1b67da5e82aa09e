"""Choosing to be known on other networks, in a browser with script and without."""

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.federation.story import (
    be_public,
    follow_both_ways,
    known_elsewhere,
    public_group,
    somebody_elsewhere,
)
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import HostLimit
from vaknet.domain.groups.models import Group
from vaknet.interfaces.federation import who as federation
from vaknet.interfaces.jobs import followups

HERE = "/ik/instellingen/andere-netwerken/"


@pytest.fixture
def network(world: World, settings) -> World:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    return world


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_lets_others_find_her_and_stops(visit, network, there, script):
    be_public(network.fatma)
    page = visit("/ik/instellingen/", actor=network.fatma, language="en", javascript=script)
    page.get_by_role("link", name="Other networks").click()
    page.get_by_role("button", name="Let them find me").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box if you agree.")
    page.get_by_label("People on other networks may see me").check()
    page.get_by_role("button", name="Let them find me").click()
    expect(page.get_by_label("Address", exact=True)).to_have_value("@fatma.yildiz@vaknet.example")
    assert queries.is_known(network.fatma)
    page.get_by_label("Other networks may list me").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Other networks may list me")).to_be_checked()
    page.get_by_label("You on another network").fill(f"{there.address}/niemand")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_contain_text("We found nobody there.")
    mine = there.someone("fatma").id
    page.get_by_label("You on another network").fill(mine)
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name=f"Remove {mine}").click()
    expect(page.get_by_text(mine)).to_have_count(0)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Let them find me")).to_be_visible()
    assert not queries.is_known(network.fatma)


def test_the_pages_are_open_to_everybody(visit, network):
    group = public_group(network.noor)
    fatma = known_elsewhere(network.fatma)
    actions.say_also_known(fatma, uri="https://elders.example/users/fatma/met/een/lang/adres")
    be_public(network.peter)
    of_group = f"/g/{group.actor.handle}/instellingen/andere-netwerken/"
    faults = {}
    for who, path in ((fatma, HERE), (network.peter, HERE), (network.noor, of_group)):
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=who, width=width, dark=dark, language=language)
            faults[who, width] = axe(page) + overflow(page) + html_faults(page.content())
        page = visit(path, actor=who, width=320)
        faults[who, 320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}


FOLLOWING = f"{HERE}volgen/"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_answers_who_asks_to_follow(visit, network, script):
    fatma = known_elsewhere(network.fatma)
    follow_both_ways(fatma)
    page = visit(HERE, actor=fatma, language="en", javascript=script)
    page.get_by_role("link", name="Following on other networks").click()
    page.get_by_role("button", name="Yes, follow me Elly").click()
    expect(page.get_by_role("button", name="Remove Elly")).to_be_visible()
    page.get_by_role("button", name="Stop following Elly").click()
    expect(page.get_by_text("You follow nobody on another network.")).to_be_visible()
    page.get_by_label("Whom do you want to follow?").fill("elly")
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("We found nobody there.")
    expect(page.get_by_label("Whom do you want to follow?")).to_have_value("elly")


def test_the_page_of_follows_is_open_to_everybody(visit, network):
    fatma, faults = known_elsewhere(network.fatma), {}
    follow_both_ways(fatma)
    for who in (fatma, network.peter):
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(FOLLOWING, actor=who, width=width, dark=dark, language=language)
            faults[who, width] = axe(page) + overflow(page) + html_faults(page.content())
        page = visit(FOLLOWING, actor=who, width=320)
        faults[who, 320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}


@pytest.fixture
def asked_group(network) -> Group:
    """Two on a network that managers limited would like to follow it."""
    group = public_group(network.noor)
    federation.identity(group.actor)
    HostLimit.objects.create(host="ver.example", kind=HostLimit.Kind.LIMIT, by=network.moderator)
    for name in ("Elly", "Otto van der Lange Achternaam Zonder Einde"):
        remote = somebody_elsewhere(name, host="ver.example")
        with transaction.atomic():
            actions.be_asked_to_follow(
                remote=remote, actor=group.actor, activity="", at=timezone.now()
            )
    verb = "asked_to_follow_group_from_elsewhere"
    followups.run(Activity.objects.filter(verb=verb).earliest("pk").pk)
    return group


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_steward_reads_it_among_her_notices_and_answers(visit, network, asked_group, script):
    page = visit("/meldingen/", actor=network.noor, language="en", javascript=script)
    page.get_by_role("link", name="would like to follow a group").click()
    page.get_by_role("button", name="Let them follow Elly").click()
    expect(page.get_by_text("That one follows the group now.")).to_be_visible()
    page.get_by_role("button", name="No Otto").click()
    expect(page.get_by_text("Who would like to follow the group")).to_have_count(0)


def test_both_pages_are_open_to_everybody(visit, network, asked_group):
    faults = {}
    of_group = f"/g/{asked_group.actor.handle}/instellingen/andere-netwerken/"
    for path in ("/meldingen/", of_group):
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=network.noor, width=width, dark=dark, language=language)
            faults[path, width] = axe(page) + overflow(page) + html_faults(page.content())
        page = visit(path, actor=network.noor, width=320)
        faults[path, 320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}
