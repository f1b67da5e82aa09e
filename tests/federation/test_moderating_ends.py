"""Whoever moderates from elsewhere and stops following moderates no more, and all hear it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from tests.federation.going_out import after, follower, id_of, read
from tests.federation.story import follower_elsewhere, follows, somebody_elsewhere
from tests.federation.test_arriving_words import does
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Follower, ModeratorElsewhere, RemoteActor
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused

ENDED = "ended_moderator_elsewhere"


@pytest.fixture
def wout(world: World, open_group: Group) -> RemoteActor:
    return follower_elsewhere(open_group)


@pytest.fixture
def row(world: World, open_group: Group, wout: RemoteActor) -> ModeratorElsewhere:
    asked = actions.ask_moderator(world.noor, group=open_group, uri=wout.uri)
    actions.begin_moderating(wout.actor, pk=asked.pk)
    return asked


def _stops(world: World, row: ModeratorElsewhere) -> None:
    follow = {"type": "Follow", "actor": row.moderator.uri, "object": id_of(row.group.actor)}
    assert does(row.moderator, "Undo", follow) == ""


def _stops_by_name(world: World, row: ModeratorElsewhere) -> None:
    assert does(row.moderator, "Follow", id_of(row.group.actor)) == ""
    name = Follower.objects.get(follower=row.moderator).activity
    assert does(row.moderator, "Undo", name) == ""


def _blocks(world: World, row: ModeratorElsewhere) -> None:
    assert does(row.moderator, "Block", id_of(row.group.actor)) == ""


def _is_gone(world: World, row: ModeratorElsewhere) -> None:
    actions.let_go_of_remote(uri=row.moderator.uri, at=timezone.now())


def _is_closed_out(world: World, row: ModeratorElsewhere) -> None:
    actions.limit_host(world.moderator, host="bouw.example", kind="suspend")


@pytest.mark.parametrize("end", [_stops, _stops_by_name, _blocks, _is_gone, _is_closed_out])
def test_whose_follow_ends_moderates_no_more_and_others_hear_it(
    world: World, row: ModeratorElsewhere, wout: RemoteActor, open_group: Group, end: Any
) -> None:
    knowing = follower(open_group.actor, software="lemmy", host="lemmy.example")
    rest = follower(open_group.actor, host="elders.example")
    end(world, row)
    row.refresh_from_db()
    assert row.until is not None
    assert Activity.objects.get(verb=ENDED).actor == open_group.actor
    told = after(ENDED)
    assert {frozenset(to) for _, _, to in told} == {frozenset({knowing}), frozenset({rest})}
    remove = next(one for _, one, to in told if to == {rest})
    assert (remove["type"], remove["object"]) == ("Remove", wout.uri)
    assert read(f"{id_of(open_group.actor)}/moderators").json()["orderedItems"] == []


def test_following_again_brings_nothing_back(
    world: World, row: ModeratorElsewhere, wout: RemoteActor, open_group: Group
) -> None:
    _stops(world, row)
    with travel(timezone.now() + timedelta(minutes=1)):
        does(wout, "Follow", id_of(open_group.actor))
        with pytest.raises(Refused, match="not asked of you"):
            actions.begin_moderating(wout.actor, pk=row.pk)
        assert not queries.moderators_asked(open_group).exists()
        again = actions.ask_moderator(world.noor, group=open_group, uri=wout.uri)
    assert (again.pk == row.pk, again.since) == (False, None)


def test_who_did_not_say_yes_yet_cannot_any_more_and_nobody_hears_it(
    world: World, wout: RemoteActor, open_group: Group
) -> None:
    asked = actions.ask_moderator(world.noor, group=open_group, uri=wout.uri)
    _stops(world, asked)
    with pytest.raises(Refused, match="not asked of you"):
        actions.begin_moderating(wout.actor, pk=asked.pk)
    assert not Activity.objects.filter(verb=ENDED).exists()
    assert list(queries.moderators_asked(open_group)) == [asked]  # not for stewards to find out


def test_of_other_groups_and_other_people_nothing_ends(
    world: World, row: ModeratorElsewhere, wout: RemoteActor, open_group: Group, fatma: Actor
) -> None:
    ella = somebody_elsewhere("Ella", host="elders.example")
    for one in (wout, ella):
        follows(one, fatma)
    follows(ella, open_group.actor)
    for one, followed in ((wout, fatma), (ella, open_group.actor)):
        undone = {"type": "Follow", "actor": one.uri, "object": id_of(followed)}
        assert does(one, "Undo", undone) == ""
    assert list(queries.moderators_of(open_group)) == [row]
    assert not Activity.objects.filter(verb=ENDED).exists()


def test_a_group_that_stays_home_says_nothing_of_it(
    world: World, row: ModeratorElsewhere, open_group: Group
) -> None:
    actions.keep_home(world.noor, group=open_group)
    actions.end_follows_elsewhere(actor=open_group.actor, at=timezone.now())
    row.refresh_from_db()
    assert row.until is not None
    assert after(ENDED) == []
