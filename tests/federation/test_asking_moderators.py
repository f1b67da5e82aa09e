"""Whom a steward asks to moderate from another network: the very one whom her own network names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from tests.federation.elsewhere import Elsewhere, Someone, connect, network_elsewhere
from tests.federation.story import follows, somebody_elsewhere
from tests.federation.test_fetching import finger
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.moderators import end_without_follow
from vaknet.domain.federation.models import Follower, ModeratorElsewhere, Parcel, RemoteActor
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.actors import read_actor
from vaknet.engine.activitypub.fields import Fields
from vaknet.interfaces.federation import who
from vaknet.interfaces.jobs import clock_of_receiving, followups


def kept(there: Elsewhere, one: Someone, group: Group) -> RemoteActor:
    """She follows the group."""
    found = read_actor(Fields(one.told, frozenset({there.host})))
    held = actions.keep_remote(found, host=there.host, at=timezone.now())
    follows(held, group.actor)
    return held


def test_nobody_is_asked_in_the_name_of_somebody_else(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    """Not who has nearly her name and was here first, and not who says that her page is hers."""
    who.identity(open_group.actor)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    noor, alice = signed_in(world.noor), there.someone("alice")
    page = f"{there.address}/@alice"
    like = there.someone("alice_")
    like.told |= {"name": "Alice", "url": page}
    first = kept(there, like, open_group)
    assert first.page == page
    finger(there, "alice", alice.id)
    there.serve("/@alice", {"id": alice.id, "type": "Person"})
    second = kept(there, alice, open_group)
    assert (first.actor.handle != "alice", second.actor.handle) == (True, "alice")
    for typed in (f"@alice@{there.host}", alice.id, page):
        noor.post(path, {"act": "ask", "who": typed})
    assert ModeratorElsewhere.objects.get().moderator == second


def test_a_steward_cannot_find_out_who_follows(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    """The same words, the same list, as much work, and the same after she stopped."""
    who.identity(open_group.actor)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    noor = signed_in(world.noor)
    ways = []
    asking(noor, path, there.someone("zoe").id)  # the first one makes what all need
    ModeratorElsewhere.objects.update(until=timezone.now())
    for name, key in (("anna", 1), ("bert", 2), ("cora", 3)):
        one = there.someone(name, key=key)
        finger(there, name, one.id)
        held = kept(there, one, open_group)
        if name != "bert":
            does_not_follow_any_more(held)
        statements = asking(noor, path, f"@{name}@{there.host}")
        again = asking(noor, path, one.id)
        waits = noor.get(path).text.count("no answer yet")
        does_not_follow_any_more(held)
        assert noor.get(path).text.count("no answer yet") == waits == len(ways) + 1
        ways.append((statements, again))
    assert ways[1:] == ways[:1] * 2
    assert ways[0][0] > 0
    for one in Activity.objects.filter(verb="asked_moderator_elsewhere"):
        followups.run(one.pk)
    assert not Parcel.objects.exists()  # the one who did, stopped
    for row in ModeratorElsewhere.objects.all():
        assert noor.post(path, {"act": "end", "number": str(row.pk)}).status_code == 303
        with pytest.raises(Refused):
            actions.begin_moderating(row.moderator.actor, pk=row.pk)
    assert "no answer yet" not in noor.get(path).text


def test_who_follows_by_now_is_asked_anew_and_all_others_too(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    """After a day: the same words, list and work, whoever follows."""
    who.identity(open_group.actor)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    names = ("anna", "bea")
    ones = {name: there.someone(name, key=key) for key, name in enumerate(names, 1)}
    held = {name: kept(there, one, open_group) for name, one in ones.items()}
    for one in held.values():
        does_not_follow_any_more(one)
    noor = signed_in(world.noor)
    for one in ones.values():
        asking(noor, path, one.id)
    for _again in range(2):
        follows(held["bea"], open_group.actor)
        for one in ones.values():
            asking(noor, path, one.id)
        does_not_follow_any_more(held["bea"])
    assert ModeratorElsewhere.objects.count() == 2
    work = []
    with travel(timezone.now() + timedelta(hours=25)):
        follows(held["bea"], open_group.actor)
        noor = signed_in(world.noor)
        noor.post(path, {"act": "ask", "who": f"{there.address}/niemand"})  # her first look counts
        for one in ones.values():  # with a row more
            work.append(asking(noor, path, one.id))
            assert noor.get(path).text.count("no answer yet") == 2
        assert len(set(work)) == 1
        for one in Activity.objects.filter(verb="asked_moderator_elsewhere"):
            followups.run(one.pk)
        [parcel] = Parcel.objects.all()
        assert "/users/bea" in bytes(parcel.content).decode()
        row = ModeratorElsewhere.objects.get(moderator=held["bea"], until=None)
        actions.begin_moderating(row.moderator.actor, pk=row.pk)
        asking(noor, path, ones["bea"].id)
        assert queries.moderators_of(open_group).get() == row


def asking(steward: Client, path: str, typed: str) -> int:
    """How many statements it takes."""
    steward.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = steward.post(path, {"act": "ask", "who": typed})
        number = len(asked)
    assert answer.status_code == 303
    text = steward.get(path).text
    assert "If she follows this group, she gets a letter" in text
    assert "once a day at most." in text
    return number


def does_not_follow_any_more(one: RemoteActor) -> None:
    Follower.objects.filter(follower=one).update(until=timezone.now())
    end_without_follow(Q(moderator=one), at=timezone.now())


def test_as_many_for_who_follows_and_who_does_not_and_a_month(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    who.identity(open_group.actor)
    for number in range(actions.moderators.MOST):
        one = somebody_elsewhere(f"Iemand {number}", host="elders.example")
        if number % 2:
            follows(one, open_group.actor)
        actions.ask_moderator(world.noor, group=open_group, uri=one.uri)
    last = somebody_elsewhere("De Laatste", host="elders.example")
    with pytest.raises(Refused, match="enough"):
        actions.ask_moderator(world.noor, group=open_group, uri=last.uri)
    with pytest.raises(Refused, match="nobody there"):
        actions.ask_moderator(world.noor, group=open_group, uri="https://elders.example/niemand")
    with travel(timezone.now() + timedelta(days=31)):
        assert not queries.moderators_asked(open_group).exists()
        actions.ask_moderator(world.noor, group=open_group, uri=last.uri)
    with travel(timezone.now() + timedelta(days=61)):
        clock_of_receiving.forget_people_elsewhere(0)
    assert ModeratorElsewhere.objects.get().moderator == last


def test_a_page_of_another_network_leads_to_nobody(
    world: World, open_group: Group, there: Elsewhere, settings, monkeypatch
) -> None:
    who.identity(open_group.actor)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    with network_elsewhere() as other:
        connect(settings, monkeypatch, there, other)
        alice = there.someone("alice")
        kept(there, alice, open_group)
        other.serve("/@alice", {"id": alice.id, "type": "Person"})
        asking = {"act": "ask", "who": f"{other.address}/@alice"}
        answer = signed_in(world.noor).post(path, asking)
    assert answer.status_code == 422
    assert "We found nobody there." in answer.text
    assert "/users/alice" in there.paths
    assert not ModeratorElsewhere.objects.exists()


def test_for_a_group_that_nobody_there_finds_our_server_asks_nobody(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    alice = there.someone("alice")
    actions.keep_home(world.noor, group=open_group)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    answer = signed_in(world.noor).post(path, {"act": "ask", "who": alice.id})
    assert "cannot find this group" in answer.text
    assert there.asked == []


def test_a_steward_asks_and_ends_it_on_the_page(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    who.identity(open_group.actor)
    someone = there.someone("wout.verhulst")
    wout = kept(there, someone, open_group)
    finger(there, "wout.verhulst", wout.uri)
    noor = signed_in(world.noor)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    assert path in noor.get(path.removesuffix("moderatoren/")).text
    assert "wout" not in noor.get(path).text
    for wrong in ("geen adres", f"@niemand@{there.host}", ""):
        assert noor.post(path, {"act": "ask", "who": wrong}).status_code == 422
    asking = {"act": "ask", "who": f"@wout.verhulst@{there.host}"}
    assert "no answer yet" in noor.post(path, asking, follow=True).text
    row = ModeratorElsewhere.objects.get()
    actions.begin_moderating(wout.actor, pk=row.pk)
    assert "moderates since" in noor.get(path).text
    for number in ("", "x", "٣", "9" * 30, str(row.pk + 7)):
        noor.post(path, {"act": "end", "number": number})
    assert queries.moderators_of(open_group).count() == 1
    assert noor.post(path, {"act": "end", "number": str(row.pk)}).status_code == 303
    assert queries.moderators_of(open_group).count() == 0
    assert signed_in(world.marit).get(path).status_code == 404
    actions.keep_home(world.noor, group=open_group)
    assert "cannot find this group" in noor.get(path).text
