"""Pages at the home of a group: stewards open it, and everybody in it sees who visits."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.networks.partner import Partner
from tests.visiting.story import closed_group, visited
from tests.world import World, bring_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.groups.models import GroupMembership, JoinRequest
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.networks.actions.ending import end_now
from vaknet.domain.networks.models import Network, Side, Treaty
from vaknet.domain.visiting.models import Opening, Visitor

pytestmark = pytest.mark.django_db


def as_member(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def test_a_steward_opens_and_closes_the_group_on_its_page(world: World, partner: Partner) -> None:
    partner.in_force("groups")
    group = closed_group(world.samira)
    url, page = f"/g/{group.actor.handle}/bezoekers/", as_member(world.samira)
    assert "Vaknet West" in page.get(url).text
    page.post(url, {"act": "open"})
    assert not Opening.objects.exists()
    page.post(url, {"act": "open", "network": str(Network.objects.get().pk)})
    assert Opening.objects.get().until is None
    assert "Members of these networks may ask to come in." in page.get(url).text
    page.post(url, {"act": "iets"})
    page.post(url, {"act": "close"})
    assert Opening.objects.get().until
    assert as_member(world.bram).get(url).status_code == 404
    shut = closed_group(world.samira, "Dicht", admission="invitation")
    there = f"/g/{shut.actor.handle}/bezoekers/"
    assert "Nobody can knock at this group" in page.get(there).text
    assert page.post(there, {"act": "open"}).status_code == 303
    assert Opening.objects.count() == 1


def test_everybody_in_it_sees_that_there_are_visitors_and_from_where(
    world: World, partner: Partner
) -> None:
    wout = visited(world, partner)
    group = wout.opening.group
    bring_in(world.samira, group, world.fatma)
    wout.says("", kind="conversation", title="Dag allemaal")
    page = as_member(world.fatma)
    assert (
        "People of Vaknet West are in this group too" in page.get(f"/g/{group.actor.handle}/").text
    )
    members = page.get(f"/g/{group.actor.handle}/leden/").text
    assert "Wout Verhulst (Vaknet West)" in members
    hers = f"/@{wout.actor.address}/"
    assert hers in members
    assert "is a member of 127.0.0.1" in page.get(hers).text
    assert as_member(world.bram).get(hers).status_code == 404
    assert "Wout Verhulst (Vaknet West)" in page.get(f"/g/{group.actor.handle}/gesprekken/").text


def test_a_steward_shows_somebody_out_on_the_page(world: World, partner: Partner) -> None:
    wout = visited(world, partner)
    url, page = f"/g/{wout.opening.group.actor.handle}/bezoekers/", as_member(world.samira)
    assert "Wout Verhulst" in page.get(url).text
    for number in ("x", str(world.bram.pk), ""):
        assert page.post(url, {"act": "out", "number": number}).status_code == 404
    page.post(url, {"act": "out", "number": str(Visitor.objects.get().pk)})
    assert not groups_of.is_member(wout.actor, wout.opening.group)


def test_when_the_treaty_ends_visitors_are_out_and_their_words_stay(
    world: World, partner: Partner
) -> None:
    wout = visited(world, partner)
    group = wout.opening.group
    wout.says("", kind="conversation", title="Dag allemaal")
    him = wout.actor
    JoinRequest.objects.create(group=closed_group(world.noor, "Andere"), actor=him)
    treaty = Treaty.objects.get()
    end_now(treaty, by=Side.THERE, why="", at=timezone.now())
    assert not Visitor.objects.exists()
    assert not GroupMembership.objects.filter(actor=him, until=None).exists()
    assert not JoinRequest.objects.filter(actor=him, let_in_at=None).exists()
    text = as_member(world.samira).get(f"/g/{group.actor.handle}/gesprekken/").text
    assert "Dag allemaal" in text
    assert "Wout" not in text
    him.refresh_from_db()
    assert (him.is_former, him.headline) == (True, "")


def test_a_visitor_may_be_named_by_what_she_said_and_blocked(
    world: World, partner: Partner
) -> None:
    wout = visited(world, partner)
    knowledge.start_conversation(world.samira, groups=[wout.opening.group], title="Welkom")
    page = as_member(world.samira)
    page.post(f"/@{wout.actor.address}/", {"act": "block"})
    [row] = wout.reads()["rows"]
    assert row["author"] is None
