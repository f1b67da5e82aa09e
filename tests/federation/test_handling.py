"""What comes of what others did: follows both ways, farewells, moves, and what is not theirs."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob
from time_machine import travel

from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, Someone, handled
from tests.federation.story import known_elsewhere
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.receiving import HANDLE_RECEIVED
from vaknet.domain.federation.models import (
    Follower,
    Following,
    HostLimit,
    Look,
    Parcel,
    Received,
    RemoteActor,
)
from vaknet.domain.groups.models import Group
from vaknet.interfaces.federation import handling
from vaknet.interfaces.jobs import clock_of_receiving, tasks
from vaknet.interfaces.reaching.fetching import Unread, read_actor


def id_of(actor: Actor) -> str:
    actions.prepare(actor=actor)
    return f"{BASE}/ap/{queries.token_of(actor)}"


def brought(someone: Someone, verb: str, thing: object, **more: Any) -> list[str]:
    answer = someone.send(someone.does(verb, thing, **more))
    assert answer.status_code == 202
    return handled()


def told() -> list[dict[str, Any]]:
    return [json.loads(bytes(one.content)) for one in Parcel.objects.order_by("pk")]


def followers(actor: Actor) -> list[str]:
    return [one.uri for one in queries.followers_of(actor)]


def remote(someone: Someone) -> RemoteActor:
    found = queries.remote_by_uri(someone.id)
    assert found is not None
    return found


def follows(member: Actor, there: Elsewhere, someone: Someone) -> Following:
    """She asked, and it was agreed."""
    held = actions.keep_remote(read_actor(someone.id), host=there.host, at=timezone.now())
    asked = actions.follow_elsewhere(member, remote=held)
    assert brought(someone, "Accept", told()[-1]["id"]) == [""]
    asked.refresh_from_db()
    assert asked.since is not None
    return asked


def test_a_person_is_asked_first(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    assert brought(noor, "Follow", id_of(fatma)) == [""]
    assert brought(noor, "Follow", id_of(fatma)) == [""]
    [asked] = queries.follows_elsewhere(fatma).asking
    assert (asked.follower.uri, followers(fatma), told()) == (noor.id, [], [])
    activity = Activity.objects.get(verb="asked_to_follow_from_elsewhere")
    assert (activity.actor, activity.audience) == (remote(noor).actor, "parties")
    actions.accept_follower(fatma, pk=asked.pk)
    actions.accept_follower(fatma, pk=asked.pk)
    assert followers(fatma) == [noor.id]
    [accept] = told()
    assert accept["type"] == "Accept"
    assert accept["actor"] == id_of(fatma)
    assert accept["id"].startswith(f"{id_of(fatma)}#accept-")
    assert accept["object"]["actor"] == noor.id
    assert accept["object"]["object"] == id_of(fatma)
    assert accept["object"]["id"].startswith(f"{noor.id}/did/")
    [delivery] = Parcel.objects.get().deliveries.all()
    assert delivery.inbox == f"{noor.id}/inbox"
    row = Received.objects.first()
    assert row is not None
    assert (bytes(row.content), row.done_at is not None) == (b"", True)


def test_who_said_so_a_group_and_the_network_agree_at_once(
    there: Elsewhere, fatma: Actor, open_group: Group
) -> None:
    from vaknet.interfaces.federation import who

    noor = there.someone()
    actions.allow(fatma, actor=fatma, kinds=["follow"])
    for actor in (fatma, open_group.actor, who.network()):
        assert brought(noor, "Follow", id_of(actor)) == [""]
        assert followers(actor) == [noor.id]
    assert [one["type"] for one in told()] == ["Accept"] * 3
    assert brought(noor, "Follow", id_of(fatma)) == [""]
    assert len(told()) == 4
    assert Follower.objects.count() == 3


def test_of_a_host_kept_at_a_distance_she_is_always_asked(
    there: Elsewhere, fatma: Actor, world: World
) -> None:
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.LIMIT, by=world.moderator)
    actions.allow(fatma, actor=fatma, kinds=["follow"])
    brought(there.someone(), "Follow", id_of(fatma))
    assert len(queries.follows_elsewhere(fatma).asking) == 1


def test_who_is_not_known_elsewhere_is_not_asked(there: Elsewhere, world: World) -> None:
    noor = there.someone()
    peter = known_elsewhere(world.peter)
    actions.stop_federating(peter)
    for actor in (world.bram, peter):
        assert brought(noor, "Follow", id_of(actor)) == ["about nobody here"]
    for address in (f"{BASE}/ap/{'A' * 22}", f"{BASE}/", f"{there.address}/users/x", f"{BASE}x"):
        assert brought(noor, "Follow", address) == ["about nobody here"]
    assert not Follower.objects.exists()
    assert told() == []


def test_declined_removed_and_taken_back(there: Elsewhere, fatma: Actor, world: World) -> None:
    noor = there.someone()
    brought(noor, "Follow", id_of(fatma))
    asked = Follower.objects.get()
    actions.remove_follower(fatma, pk=asked.pk)
    actions.accept_follower(known_elsewhere(world.marit), pk=asked.pk)
    assert Follower.objects.get().until is None
    actions.decline_follower(fatma, pk=asked.pk)
    actions.decline_follower(fatma, pk=asked.pk)
    assert [one["type"] for one in told()] == ["Reject"]
    brought(noor, "Follow", id_of(fatma))
    again = Follower.objects.get(until=None)
    assert Activity.objects.filter(verb="asked_to_follow_from_elsewhere").count() == 2
    actions.accept_follower(fatma, pk=again.pk)
    actions.decline_follower(fatma, pk=again.pk)
    assert followers(fatma) == [noor.id]
    actions.remove_follower(fatma, pk=again.pk)
    assert followers(fatma) == []
    assert [one["type"] for one in told()] == ["Reject", "Accept", "Reject"]


def test_who_asks_and_takes_it_back_over_and_over_is_told_of_once(
    there: Elsewhere, fatma: Actor
) -> None:
    noor = there.someone()
    for _ in range(3):
        follow = noor.does("Follow", id_of(fatma))
        noor.send(follow)
        handled()
        brought(noor, "Undo", follow)
    rows = ProcrastinateJob.objects.filter(task_name="follow_up")
    told_of = Activity.objects.filter(verb="asked_to_follow_from_elsewhere")
    pks = set(told_of.values_list("pk", flat=True))
    assert len(pks) == 3
    assert sum(row.args["activity_id"] in pks for row in rows) == 1


@pytest.mark.parametrize("as_name", [True, False])
def test_she_stops_following(there: Elsewhere, fatma: Actor, as_name: bool) -> None:
    noor, piet = there.someone(), there.someone("piet", key=1)
    actions.allow(fatma, actor=fatma, kinds=["follow"])
    follow = noor.does("Follow", id_of(fatma))
    noor.send(follow)
    handled()
    wrong = brought(piet, "Undo", follow["id"] if as_name else follow)
    assert wrong == ["" if as_name else "what somebody else did"]
    assert followers(fatma) == [noor.id]
    assert brought(noor, "Undo", follow["id"] if as_name else follow) == [""]
    assert followers(fatma) == []


def test_of_what_is_not_understood_nothing_comes(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    note = {"id": f"{noor.id}/notes/1", "type": "Note", "attributedTo": noor.id}
    for verb in ("Add", "Undo"):  # as it came in before there was nothing to keep of it
        thing = noor.does("Flag", id_of(fatma)) if verb == "Undo" else note
        brought(noor, "Announce", f"{noor.id}/notes/1")
        content = json.dumps(noor.does(verb, thing)).encode()
        rows = Received.objects.filter(by__uri=noor.id)
        rows.update(verb=verb, content=content, done_at=None)
        assert handled() == [handling.NOT_UNDERSTOOD]
        rows.delete()


def test_following_somebody_elsewhere(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    asked = follows(fatma, there, noor)
    assert asked == actions.follow_elsewhere(fatma, remote=remote(noor))
    [follow] = told()
    assert follow == {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{id_of(fatma)}#follow-{asked.token}",
        "type": "Follow",
        "actor": id_of(fatma),
        "object": noor.id,
    }
    actions.unfollow_elsewhere(fatma, pk=asked.pk)
    actions.unfollow_elsewhere(fatma, pk=asked.pk)
    undo = told()[-1]
    assert (undo["type"], undo["object"]["id"], len(told())) == ("Undo", follow["id"], 2)
    assert queries.follows_elsewhere(fatma).following == []


def test_an_answer_tells_what_was_asked_or_names_it(there: Elsewhere, fatma: Actor) -> None:
    noor, piet = there.someone(), there.someone("piet", key=1)
    asked = follows(fatma, there, noor)
    assert brought(noor, "Reject", told()[0]) == [""]
    asked.refresh_from_db()
    assert asked.until is not None
    again = actions.follow_elsewhere(fatma, remote=remote(noor))
    shape = {"type": "Follow", "actor": id_of(fatma), "object": noor.id}
    for answer in (told()[-1]["id"], told()[-1], shape):
        assert brought(piet, "Accept", answer) == ["an answer to what nobody asked"]
    again.refresh_from_db()
    assert again.since is None
    assert brought(noor, "Accept", shape | {"object": piet.id})[0].startswith("an answer")
    assert brought(noor, "Accept", shape) == [""]
    again.refresh_from_db()
    assert again.since is not None


def test_nobody_follows_elsewhere_who_is_not_known_there(
    there: Elsewhere, fatma: Actor, world: World, monkeypatch
) -> None:
    from vaknet.domain.federation.actions import follows as module
    from vaknet.domain.refusal import Refused

    noor, piet = there.someone(), there.someone("piet")
    follows(fatma, there, noor)
    with translation.override("en"), pytest.raises(Refused, match="find you"):
        actions.follow_elsewhere(world.bram, remote=remote(noor))
    with translation.override("en"), pytest.raises(Refused, match="find you"):
        actions.accept_follower(world.bram, pk=1)
    held = actions.keep_remote(read_actor(piet.id), host=there.host, at=timezone.now())
    monkeypatch.setattr(module, "MOST_FOLLOWING", 1)
    with translation.override("en"), pytest.raises(Refused, match="very many"):
        actions.follow_elsewhere(fatma, remote=held)
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    with translation.override("en"), pytest.raises(Refused, match="cannot be sent from here"):
        actions.follow_elsewhere(fatma, remote=held)
    assert len(told()) == 1


def test_whoever_stops_being_known_follows_nobody_there(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    follows(fatma, there, noor)
    brought(noor, "Follow", id_of(fatma))
    actions.stop_federating(fatma)
    assert told()[-1]["type"] == "Undo"
    assert queries.follows_elsewhere(fatma) == queries.Follows([], [], [])


def test_who_is_gone_follows_nobody(there: Elsewhere, fatma: Actor) -> None:
    noor, piet = there.someone(), there.someone("piet", key=1)
    actions.allow(fatma, actor=fatma, kinds=["follow"])
    brought(noor, "Follow", id_of(fatma))
    brought(piet, "Follow", id_of(fatma))
    assert brought(piet, "Delete", noor.id) == ["it is of somebody else"]
    assert set(followers(fatma)) == {noor.id, piet.id}
    assert brought(noor, "Delete", noor.id) == [""]
    assert followers(fatma) == [piet.id]
    assert remote(noor).gone_at is not None


def test_a_block_ends_it_both_ways(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    follows(fatma, there, noor)
    actions.allow(fatma, actor=fatma, kinds=["follow"])
    brought(noor, "Follow", id_of(fatma))
    assert brought(noor, "Block", id_of(fatma)) == [""]
    assert queries.follows_elsewhere(fatma) == queries.Follows([], [], [])
    assert brought(noor, "Block", there.address) == ["about nobody here"]


def test_what_is_new_of_her_is_read_at_her_own_address(there: Elsewhere, fatma: Actor) -> None:
    noor, piet = there.someone(), there.someone("piet", key=1)
    brought(noor, "Follow", id_of(fatma))
    forged = noor.told | {"name": "Niet Noor", "inbox": f"{there.address}/users/piet/inbox"}
    assert brought(noor, "Update", forged) == [""]
    assert remote(noor).actor.name == "Noor"
    noor.told["name"] = "Noor B."
    there.again(noor)
    assert brought(piet, "Update", noor.told) == ["no kind of thing that we know"]
    assert remote(noor).actor.name == "Noor"
    assert brought(noor, "Update", noor.told) == [""]
    assert remote(noor).actor.name == "Noor B."


def test_a_stripped_actor_overwrites_nothing(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    brought(noor, "Follow", id_of(fatma))
    there.serve("/users/noor", {"id": noor.id, "type": "Person", "name": "Leeg"})
    assert brought(noor, "Update", noor.id)[0].startswith("not one inbox")
    there.serve("/users/noor", there.someone("piet").told)
    assert brought(noor, "Update", noor.id) == ["it is somebody else"]
    held = remote(noor)
    assert (held.actor.name, held.inbox, len(held.keys)) == ("Noor", f"{noor.id}/inbox", 1)


def test_what_passes_is_tried_again_and_done_once(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    brought(noor, "Follow", id_of(fatma))
    there.serve("/users/noor", b"", status=503)
    noor.send(noor.does("Update", noor.id))
    with pytest.raises(Unread):
        handled()
    row = Received.objects.get(done_at=None)
    assert row.trouble == "it answers 503"
    there.again(noor)
    assert handled() == [""]
    handling.handle(row.pk)
    actions.do_once(received=row.pk, act=lambda: "twice", at=timezone.now())
    row.refresh_from_db()
    assert (row.trouble, bytes(row.content)) == ("", b"")


@pytest.mark.parametrize("is_host", [True, False])
def test_what_waited_while_the_door_closed_is_not_done(
    there: Elsewhere, fatma: Actor, world: World, settings, *, is_host: bool
) -> None:
    noor = there.someone()
    noor.send(noor.does("Follow", id_of(fatma)))
    if is_host:
        HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    else:
        settings.FEDERATION = False
    assert handled() == [handling.CLOSED]
    assert not Follower.objects.exists()
    assert told() == []


def test_a_move_counts_when_the_other_side_says_so_too(there: Elsewhere, fatma: Actor) -> None:
    noor, new = there.someone(), there.someone("noor2", key=1)
    old = follows(fatma, there, noor)
    wrong = "a move that the other side does not know of"
    assert brought(noor, "Move", noor.id, target=new.id) == [wrong]
    new.told["alsoKnownAs"] = [noor.id]
    there.again(new)
    assert brought(new, "Move", noor.id, target=new.id) == [wrong]
    assert brought(noor, "Move", noor.id) == [wrong]
    assert brought(noor, "Move", noor.id, target=id_of(fatma)) == [wrong]
    old.refresh_from_db()
    assert old.until is None
    assert brought(noor, "Move", noor.id, target=new.id) == [""]
    [one] = queries.follows_elsewhere(fatma).following
    assert (one.followed.uri, one.since) == (new.id, None)
    assert [thing["type"] for thing in told()] == ["Follow", "Undo", "Follow"]


def test_nobody_moves_twice_in_a_month(there: Elsewhere, fatma: Actor, world: World) -> None:
    noor, new = there.someone(), there.someone("noor2", key=1)
    new.told["alsoKnownAs"] = [noor.id]
    there.again(new)
    follows(fatma, there, noor)
    follows(fatma, there, new)
    assert brought(noor, "Move", noor.id, target=new.id) == [""]
    [one] = queries.follows_elsewhere(fatma).following
    assert one.since is not None
    assert "too often" in brought(noor, "Move", noor.id, target=new.id)[0]
    with travel(timezone.now() + timedelta(days=31)):
        assert brought(noor, "Move", noor.id, target=new.id) == [""]


def test_two_accounts_that_become_one_follow_as_the_one_that_is_kept(
    there: Elsewhere, fatma: Actor, world: World
) -> None:
    noor = there.someone()
    follows(fatma, there, noor)
    brought(noor, "Follow", id_of(fatma))
    actions.take_over_federation(kept=world.bram, merged=fatma, at=timezone.now())
    assert Follower.objects.get().followed == world.bram
    assert Following.objects.get().follower == world.bram
    assert not Following.objects.filter(until=None).exists()


def test_what_came_in_long_ago_is_forgotten(there: Elsewhere, fatma: Actor) -> None:
    brought(there.someone(), "Follow", id_of(fatma))
    actions.forget_received(now=timezone.now())
    assert Received.objects.count() == 1
    actions.forget_received(now=timezone.now() + timedelta(days=61))
    assert not Received.objects.exists()


def test_a_job_does_it_and_the_clock_clears_up(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    noor.send(noor.does("Follow", id_of(fatma)))
    row = Received.objects.get()
    job = ProcrastinateJob.objects.get(task_name=HANDLE_RECEIVED)
    assert (job.args, job.lock) == ({"received_id": row.pk}, f"{HANDLE_RECEIVED}-{row.by_id}")
    tasks.handle_received(row.pk)
    assert len(queries.follows_elsewhere(fatma).asking) == 1
    with travel(timezone.now() + timedelta(days=61)):
        clock_of_receiving.forget_from_elsewhere(0)
    assert not Received.objects.exists()
    assert not Look.objects.exists()


def test_rows_have_names(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    follows(fatma, there, noor)
    held = remote(noor)
    assert held.written == f"Noor (@noor@{there.host})"
    assert str(Following.objects.get()) == f"{fatma.pk} follows {held.pk} elsewhere"
