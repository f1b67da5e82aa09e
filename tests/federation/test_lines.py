"""A third network that is silent holds up nothing else of who named it."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.elsewhere import Elsewhere
from tests.federation.going_out import id_of
from tests.federation.reading import follows, note, remote
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.receiving import HANDLE_RECEIVED, MOVES
from vaknet.domain.federation.models import Following, Received, RemoteActor
from vaknet.interfaces.federation import handling
from vaknet.interfaces.reaching.events import read_event
from vaknet.interfaces.reaching.fetching import Unread


def test_a_move_waits_in_a_line_of_its_own(there: Elsewhere, far: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    far.serve("/users/new", {}, status=503)
    noor.send(noor.does("Move", noor.id, target=f"{far.address}/users/new"))
    noor.send(noor.does("Follow", id_of(fatma)))
    move, follow = Received.objects.order_by("pk")
    jobs = ProcrastinateJob.objects.filter(task_name=HANDLE_RECEIVED).order_by("pk")
    assert [job.lock for job in jobs] == [
        f"{line}-{move.by_id}" for line in (MOVES, HANDLE_RECEIVED)
    ]
    with pytest.raises(Unread):
        handling.handle(move.pk)
    handling.handle(follow.pk)
    assert len(queries.follows_elsewhere(fatma).asking) == 1
    assert list(Received.objects.filter(done_at=None)) == [move]


def test_who_moved_and_closed_her_account_takes_her_followers_along(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    """Her farewell waits for the move, as long as her new network is silent; else for nothing."""
    noor, new = there.someone(), far.someone("new", key=1)
    follows(fatma, there, noor)
    remote(far, new)
    new.told["alsoKnownAs"] = [noor.id]
    far.serve("/users/new", {}, status=503)
    noor.send(noor.does("Move", noor.id, target=new.id))
    noor.send(noor.does("Delete", noor.id))
    move, farewell = Received.objects.order_by("pk")
    jobs = ProcrastinateJob.objects.filter(task_name=HANDLE_RECEIVED)
    assert {job.lock for job in jobs} == {f"{MOVES}-{move.by_id}"}
    with pytest.raises(Unread):
        handling.handle(move.pk)
    far.again(new)
    handling.handle(move.pk)
    handling.handle(farewell.pk)
    assert [one.followed.uri for one in Following.objects.filter(until=None)] == [new.id]
    noor.send(noor.does("Delete", noor.id))
    assert jobs.latest("pk").lock == f"{HANDLE_RECEIVED}-{move.by_id}"


def test_her_farewell_waits_for_what_she_sent_before_an_hour(
    there: Elsewhere, far: Elsewhere, fatma: Actor
) -> None:
    """What waits in the ordinary line came first; what never gets done there does not keep her."""
    noor, new = there.someone(), far.someone("new", key=1)
    follows(fatma, there, noor)
    new.told["alsoKnownAs"] = [noor.id]
    far.again(new)
    noor.send(noor.does("Move", noor.id, target=new.id))
    noor.send(noor.does("Create", note(noor)))
    noor.send(noor.does("Delete", noor.id))
    move, said, farewell = Received.objects.order_by("pk")
    handling.handle(move.pk)
    handling.handle(farewell.pk)
    farewell.refresh_from_db()
    assert farewell.done_at is None
    again = ProcrastinateJob.objects.latest("pk")
    assert (again.lock, again.args) == (f"{MOVES}-{move.by_id}", {"received_id": farewell.pk})
    assert again.scheduled_at is not None
    late = farewell.at + timedelta(minutes=59)
    assert actions.let_others_go_first(farewell=farewell, at=late)
    assert not actions.let_others_go_first(farewell=farewell, at=late + timedelta(minutes=2))
    handling.handle(said.pk)
    handling.handle(farewell.pk)
    farewell.refresh_from_db()
    assert farewell.done_at is not None
    assert RemoteActor.objects.get(uri=noor.id).gone_at is not None


def test_an_event_is_asked_for_at_its_own_server_alone(there: Elsewhere, far: Elsewhere) -> None:
    there.serve("/events/1", {"id": f"{far.address}/events/1", "type": "Event"})
    with pytest.raises(Unread) as unread:
        read_event(f"{there.address}/events/1")
    assert not unread.value.may_pass
    assert far.asked == []
