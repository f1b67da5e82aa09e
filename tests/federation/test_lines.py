"""A third network that is silent holds up nothing else of who named it."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.elsewhere import Elsewhere
from tests.federation.going_out import id_of
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.receiving import HANDLE_RECEIVED, MOVES
from vaknet.domain.federation.models import Received
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


def test_an_event_is_asked_for_at_its_own_server_alone(there: Elsewhere, far: Elsewhere) -> None:
    there.serve("/events/1", {"id": f"{far.address}/events/1", "type": "Event"})
    with pytest.raises(Unread) as unread:
        read_event(f"{there.address}/events/1")
    assert not unread.value.may_pass
    assert far.asked == []
