"""From a network that is kept at a distance, following a group waits for a steward."""

import json

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.federation.story import somebody_elsewhere
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Follower, HostLimit, Parcel
from vaknet.domain.federation.queries.arrived import follows_one_of
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.interfaces.federation import who

YES, NO = "That one follows the group now.", "That one does not follow the group."


@pytest.fixture(autouse=True)
def _at_a_distance(world: World, open_group: Group) -> None:
    who.identity(open_group.actor)
    HostLimit.objects.create(host="ver.example", kind=HostLimit.Kind.LIMIT, by=world.moderator)


def asks(actor: Actor, name: str = "Elly", *, host: str = "ver.example") -> Follower:
    remote = somebody_elsewhere(name, host=host)
    with transaction.atomic():
        actions.be_asked_to_follow(remote=remote, actor=actor, activity="", at=timezone.now())
    return Follower.objects.get(follower=remote, followed=actor)


def kinds() -> list[str]:
    return [json.loads(bytes(one.content))["type"] for one in Parcel.objects.order_by("pk")]


def path(group: Group) -> str:
    return f"/g/{group.actor.handle}/instellingen/andere-netwerken/"


def act(client: Client, group: Group, name: str, number: object) -> str:
    sent = {"act": name, "number": number}
    return client.post(path(group), sent, follow=True).content.decode()


def test_a_steward_says_yes_or_no(world: World, open_group: Group) -> None:
    first, second = asks(open_group.actor), asks(open_group.actor, "Otto")
    assert kinds() == []
    assert not follows_one_of(first.follower.actor, [open_group])
    client = signed_in(world.noor)
    page = client.get(path(open_group)).content.decode()
    assert "Who would like to follow the group" in page
    assert "@elly@ver.example" in page
    assert YES in act(client, open_group, "accept", first.pk)
    assert NO in act(client, open_group, "decline", second.pk)
    act(client, open_group, "accept", first.pk)
    assert kinds() == ["Accept", "Reject"]
    assert follows_one_of(first.follower.actor, [open_group])
    assert not queries.asking_to_follow(open_group.actor).exists()
    assert "Who would like to follow" not in client.get(path(open_group)).content.decode()
    done = Activity.objects.filter(group=open_group.actor, actor=world.noor)
    assert {"accepted_follower", "declined_follower"} <= set(done.values_list("verb", flat=True))


def test_nobody_else_says_so(world: World, open_group: Group) -> None:
    asked = asks(open_group.actor)
    assert signed_in(world.bram).get(path(open_group)).status_code in {403, 404}
    for act_of in (actions.accept_follower, actions.decline_follower):
        with pytest.raises(Refused):
            act_of(world.bram, pk=asked.pk, group=open_group)
        act_of(world.noor, pk=asks(world.group.actor, "Ans").pk, group=open_group)
    asked.refresh_from_db()
    assert (asked.since, asked.until) == (None, None)
    actions.keep_home(world.noor, group=open_group)
    with pytest.raises(Refused):
        actions.accept_follower(world.noor, pk=asked.pk, group=open_group)


def test_from_anywhere_else_a_group_agrees_at_once(open_group: Group) -> None:
    """And so does the network itself, whoever asks."""
    assert asks(open_group.actor, host="elders.example").since is not None
    assert asks(who.network()).since is not None
    assert kinds() == ["Accept", "Accept"]
