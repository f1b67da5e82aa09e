"""Somebody on another network comes to an event of ours: signed requests, and what goes back."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.events.a_day import comes, open_day
from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, Someone, handled
from tests.federation.going_out import after, id_of, told
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.federation.actions import show_elsewhere
from vaknet.domain.federation.models import FederatedThing, HiddenElsewhere, HostLimit, Parcel
from vaknet.domain.groups.models import Group

NONE = "no event of ours"
UNREAD = "no event that guests may know of, or an asking without a name"


@pytest.fixture(autouse=True)
def _for_everyone(world: World) -> None:
    Group.objects.filter(pk=world.group.pk).update(readers="public")


def a_day(world: World, **said: Any) -> Event:
    return open_day(world, **{"readers": "public", "takes_guests": True} | said)


def brought(someone: Someone, verb: str, thing: object, **more: Any) -> list[str]:
    answer = someone.send(someone.does(verb, thing, **more))
    assert (answer.status_code, answer.content) == (202, b"{}")
    with translation.override("en"):
        return handled()


def answers() -> list[dict[str, Any]]:
    rows = [json.loads(bytes(one.content)) for one in Parcel.objects.order_by("pk")]
    return [one for one in rows if one["type"] in {"Accept", "Reject", "TentativeAccept"}]


def kinds() -> list[str]:
    return [one["type"] for one in answers()]


def seats(event: Event) -> int:
    return Event.objects.get(pk=event.pk).seats_taken


# As Mobilizon says it, with words for the organisers that have no place here.
MOBILIZON = {"participationMessage": "Ik neem taart mee", "cc": [], "to": []}


def test_she_comes_and_hears_yes(there: Elsewhere, world: World) -> None:
    event, noor = a_day(world), there.someone()
    document = told(event)
    assert document["joinMode"] == "free"
    assert document["repliesModerationOption"] == "closed"
    assert document["anonymousParticipationEnabled"] is False
    assert "externalParticipationUrl" not in document
    join = noor.does("Join", document["id"], **MOBILIZON)
    assert noor.send(join).status_code == 202
    assert handled() == [""]
    row = Registration.objects.get()
    assert row.person is not None
    assert (row.person.address, row.asked_as) == (f"noor@{there.host}", join["id"])
    assert row.seated_at
    assert "taart" not in str(Registration.objects.values())
    [accept] = answers()
    group = id_of(world.group.actor)
    assert (accept["type"], accept["actor"]) == ("Accept", group)
    assert accept["id"].startswith(f"{group}#accept-")
    shape = {"id": join["id"], "type": "Join", "actor": noor.id, "object": document["id"]}
    assert accept["object"] == shape
    [delivery] = Parcel.objects.get().deliveries.all()
    assert delivery.inbox == f"{noor.id}/inbox"


def test_twice_is_once_and_is_answered_again(there: Elsewhere, world: World) -> None:
    event, noor = a_day(world), there.someone()
    uri = told(event)["id"]
    join = noor.does("Join", {"id": uri, "type": "Event"})
    for _time in range(2):
        noor.send(join)
        handled()
    assert kinds() == ["Accept"]
    brought(noor, "Join", uri)
    assert kinds() == ["Accept", "Accept"]
    assert (Registration.objects.count(), seats(event)) == (1, 1)


def test_who_waits_hears_so_and_hears_yes_later(there: Elsewhere, world: World) -> None:
    event, noor, piet = a_day(world, capacity=1), there.someone(), there.someone("piet", key=1)
    uri = told(event)["id"]
    comes(world.samira, event)
    assert brought(noor, "Join", uri) == [""]
    assert brought(piet, "Join", uri) == [""]
    assert kinds() == ["TentativeAccept", "TentativeAccept"]
    events.cancel_registration(world.samira, event=event)
    [(sender, accept, inboxes)] = after("offered_seat")
    assert (sender, inboxes) == (world.group.actor.handle, {f"{noor.id}/inbox"})
    assert (accept["type"], accept["object"]["actor"]) == ("Accept", noor.id)
    assert accept["object"]["id"] == answers()[0]["object"]["id"]
    assert after("offered_seat")[0][1] == accept  # tried again it is the same
    assert brought(noor, "Leave", uri) == [""]
    [(_sender, accept, _inboxes)] = after("offered_seat")
    assert accept["object"]["actor"] == piet.id
    assert seats(event) == 1


def test_an_offer_to_a_member_is_told_to_nobody_elsewhere(there: Elsewhere, world: World) -> None:
    event = a_day(world, capacity=1)
    comes(world.samira, event)
    comes(world.noor, event)
    told(event)
    events.cancel_registration(world.samira, event=event)
    assert after("offered_seat") == []
    Registration.objects.all().delete()
    assert after("offered_seat") == []


def test_a_seat_of_an_event_that_is_known_nowhere_any_more(there: Elsewhere, world: World) -> None:
    event, noor = a_day(world, capacity=1), there.someone()
    uri = told(event)["id"]
    comes(world.samira, event)
    brought(noor, "Join", uri)
    events.cancel_registration(world.samira, event=event)
    FederatedThing.objects.all().delete()
    assert after("offered_seat") == []


@pytest.mark.parametrize("way", ["Leave", "Undo", "Undo by name", "Undo without a name"])
def test_she_takes_it_back(there: Elsewhere, world: World, way: str) -> None:
    event, noor, piet = a_day(world, capacity=1), there.someone(), there.someone("piet", key=1)
    uri = told(event)["id"]
    join = noor.does("Join", uri)
    noor.send(join)
    handled()
    bare = {name: value for name, value in join.items() if name != "id"}
    thing = {"Leave": uri, "Undo": join, "Undo by name": join["id"]}.get(way, bare)
    verb = way.partition(" ")[0]
    assert brought(piet, verb, thing) == [
        {"Leave": "she does not come there", "Undo by name": ""}.get(way, "what somebody else did")
    ]
    assert seats(event) == 1
    assert brought(noor, verb, thing) == [""]
    assert seats(event) == 0
    again = "" if way == "Undo by name" else "she does not come there"
    assert brought(noor, verb, thing) == [again]
    assert Registration.objects.get().cancelled_at


def test_who_is_in_the_hall_cannot_leave_from_elsewhere(there: Elsewhere, world: World) -> None:
    event, noor = a_day(world), there.someone()
    uri = told(event)["id"]
    brought(noor, "Join", uri)
    events.check_in(world.marit, event=event, code=Registration.objects.get().code)
    assert brought(noor, "Leave", uri) == ["You are there already. Enjoy the day."]


def test_no_is_said_without_words(there: Elsewhere, world: World) -> None:
    event, noor = a_day(world, takes_guests=False), there.someone()
    document = told(event)
    assert document["joinMode"] == "external"
    assert document["externalParticipationUrl"] == f"{BASE}/b/{event.pk}/"
    assert brought(noor, "Join", document["id"]) == ["You register on the page of this event."]
    Event.objects.update(takes_guests=True)
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.LIMIT, by=world.moderator)
    brought(noor, "Join", document["id"])
    HostLimit.objects.all().delete()
    events.cancel_event(world.marit, event=event)
    assert brought(noor, "Join", document["id"]) == ["This event is cancelled."]
    assert kinds() == ["Reject"] * 3
    assert {len(one) for one in answers()} == {5}
    assert not Registration.objects.exists()


def test_whom_moderators_hid_hears_no_as_others_do(there: Elsewhere, world: World) -> None:
    """What she has stays hers; shown again she may come."""
    event, noor, piet = a_day(world), there.someone(), there.someone("piet", key=1)
    uri = told(event)["id"]
    brought(piet, "Join", uri)
    for one in (noor, piet):
        HiddenElsewhere.objects.create(uri=one.id)
    assert brought(noor, "Join", uri) == ["You register on the page of this event."]
    assert kinds() == ["Accept", "Reject"]
    assert {len(one) for one in answers()} == {5}
    assert brought(piet, "Join", uri) == [""]
    assert (kinds()[-1], seats(event)) == ("Accept", 1)
    assert brought(piet, "Leave", uri) == [""]
    assert brought(piet, "Join", uri) == ["You register on the page of this event."]
    show_elsewhere(uri=noor.id, at=timezone.now())
    assert brought(noor, "Join", uri) == [""]
    assert (kinds()[-1], seats(event)) == ("Accept", 1)


def test_of_what_guests_cannot_read_nothing_is_heard(there: Elsewhere, world: World) -> None:
    """Not there, for members, for a group, closed since, or no event: one answer, one silence."""
    noor = there.someone()
    closed = a_day(world, name="Dicht")
    known = told(closed)["id"]
    Event.objects.filter(pk=closed.pk).update(readers="members", takes_guests=False)
    inside = open_day(world, name="Binnen")
    for uri, why in [
        (known, UNREAD),
        (f"{BASE}/ap/things/{'A' * 22}", NONE),
        (f"{BASE}/b/{inside.pk}/", NONE),
        (f"{BASE}/b/99999/", NONE),
        (id_of(world.group.actor), NONE),
        (f"{there.address}/events/1", NONE),
    ]:
        assert brought(noor, "Join", uri) == [why]
        assert brought(noor, "Leave", uri)[0] in {NONE, "she does not come there"}
    assert brought(noor, "Join", {"type": "Event", "name": "Zonder naam"}) == [NONE]
    FederatedThing.objects.update(gone_at="2026-11-01T00:00Z")
    Event.objects.filter(pk=closed.pk).update(readers="public", takes_guests=True)
    assert brought(noor, "Join", known) == [UNREAD]
    assert answers() == []
    assert not Registration.objects.exists()


def test_the_inbox_answers_alike_in_as_many_statements(there: Elsewhere, world: World) -> None:
    noor = there.someone()
    event, inside = a_day(world), open_day(world, name="Binnen")
    uris = [told(event)["id"], f"{BASE}/b/{inside.pk}/", f"{BASE}/ap/things/{'A' * 22}"]
    brought(noor, "Like", uris[0])  # from here she is known
    seen = set()
    for uri in uris:
        with CaptureQueriesContext(connection) as statements:
            answer = noor.send(noor.does("Join", uri))
        seen.add((answer.status_code, answer.content, len(statements)))
    assert len(seen) == 1


def test_an_asking_without_a_name_cannot_be_answered(there: Elsewhere, world: World) -> None:
    noor = there.someone()
    join = noor.does("Join", told(a_day(world))["id"])
    del join["id"]
    noor.send(join)
    assert handled() == [UNREAD]


def test_she_hears_what_changes_and_that_it_is_off(there: Elsewhere, world: World) -> None:
    event, noor = a_day(world), there.someone()
    uri = told(event)["id"]
    brought(noor, "Join", uri)
    events.cancel_event(world.marit, event=event, reason="Er is storm.")
    [(_sender, update, inboxes)] = after("cancelled_event")
    assert (update["type"], update["object"]["status"]) == ("Update", "CANCELLED")
    assert inboxes == {f"{there.address}/inbox"}
    brought(noor, "Delete", noor.id)
    assert not Registration.objects.exists()
    assert after("cancelled_event") == []


def test_she_hears_that_guests_cannot_read_it_any_more(there: Elsewhere, world: World) -> None:
    event, noor = a_day(world), there.someone()
    uri = told(event)["id"]
    brought(noor, "Join", uri)
    Event.objects.filter(pk=event.pk).update(readers="members", takes_guests=False)
    Activity.objects.create(
        actor=world.marit,
        verb="changed_event",
        object_type=Activity.objects.filter(verb="published_event")[0].object_type,
        object_id=event.pk,
        audience="members",
    )
    [(_sender, delete, inboxes)] = after("changed_event")
    assert (delete["type"], delete["object"]["id"]) == ("Delete", uri)
    assert inboxes == {f"{there.address}/inbox"}
    assert brought(noor, "Leave", uri) == [""]
    assert seats(event) == 0
