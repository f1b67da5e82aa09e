"""What was taken back here while it waited to be sent elsewhere is not sent any more."""

import json
from typing import Any

import pytest
from django.db import transaction

from tests.federation.going_out import after, conversation, follower, id_of, joined
from tests.federation.going_out import told as told_of
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import Delivery
from vaknet.domain.federation.queries.sending import waiting
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge


@pytest.fixture
def readers(fatma: Actor, open_group: Group) -> None:
    """Of the group and of Fatma, who is in it."""
    actions.prepare(actor=open_group.actor)
    follower(open_group.actor, host="lemmy.example", software="lemmy")
    follower(open_group.actor, host="mastodon.example", software="mastodon")
    follower(fatma)
    joined(fatma, open_group)


def waits() -> list[dict[str, Any]]:
    rows = waiting().order_by("parcel").select_related("parcel")
    return [json.loads(bytes(row.parcel.content)) for row in rows]


def verbs() -> set[str]:
    found = set()
    for one in waits():
        told = one
        while told["type"] == "Announce" and isinstance(told["object"], dict):
            told = told["object"]
        found.add(told["type"])
    return found


def test_words_that_wait_do_not_go_out_once_they_are_withdrawn(
    fatma: Actor, open_group: Group, readers: None
) -> None:
    other, post = (conversation(fatma, open_group, title=one) for one in ("Dit", "Geheim"))
    after("posted")
    kept = told_of(other)["id"]
    knowledge.withdraw_post(fatma, post=post)
    after("withdrew_post")
    assert "Geheim" not in json.dumps(waits())
    assert verbs() == {"Delete"}
    given_up = Delivery.objects.exclude(given_up_at=None)
    assert {row.trouble for row in given_up} == {"taken_back"}
    assert {row.parcel.about for row in given_up}.isdisjoint({kept, ""})


def test_of_who_stops_no_word_and_no_name_goes_out(
    fatma: Actor, open_group: Group, readers: None
) -> None:
    conversation(fatma, open_group)
    after("posted")
    with transaction.atomic():
        me = id_of(fatma)
        for told in ({"type": "Update", "object": {"id": me}}, {"type": "Undo", "object": me}):
            deliver(fatma, {"id": f"{me}#x", "actor": me, **told}, ["https://elders.example/inbox"])
    actions.stop_federating(fatma)
    after("stopped_federating")
    assert verbs() == {"Undo", "Delete"}


def test_of_a_group_that_stays_home_nothing_goes_out(
    world: World, open_group: Group, readers: None
) -> None:
    conversation(world.noor, open_group)
    after("posted")
    actions.keep_home(world.noor, group=open_group)
    after("kept_group_home")
    assert verbs() == {"Delete"}
