"""What comes in from other networks: kept once, done once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from vaknet.domain.federation.actions.sending import heard_from
from vaknet.domain.federation.models import Received, RemoteActor
from vaknet.domain.federation.queries.remote import TRIED
from vaknet.engine.activitypub import Verb

HANDLE_RECEIVED = "handle_received"
MOVES = "move_received"
KEPT = timedelta(days=60)  # so long it is known that it was done: longer than any signature holds
LONGEST_TROUBLE = 200
FAREWELL_WAITS = timedelta(hours=1)
LOOK_AGAIN = timedelta(minutes=1)
BEHIND = -5  # what members do goes before


@transaction.atomic
def receive(
    *,
    by: RemoteActor,
    uri: str,
    verb: str,
    content: bytes,
    at: datetime,
    is_farewell: bool = False,
) -> bool:
    """Keep what was proven to be hers, and enqueue the doing of it. False when it was there
    of hers: the name of what she did may be used by a neighbour before her.

    What one did is done in the order in which it came. That she moves has a line of its own: for
    that her new network is asked, and when it is silent nothing else of hers waits for it but
    `is_farewell`, that she herself is gone: it ends all follows, which are to go along first. It
    waits for what came before it in the other line, too: see `let_others_go_first`.
    """
    told = {"verb": verb, "content": content, "at": at}
    row, is_new = Received.objects.get_or_create(by=by, uri=uri, defaults=told)
    if is_new:
        heard_from(by.host.name)
        moves = verb == Verb.MOVE or (is_farewell and _is_moving(by))
        _enqueue(row, line=MOVES if moves else HANDLE_RECEIVED)
    return is_new


@transaction.atomic
def let_others_go_first(*, farewell: Received, at: datetime) -> bool:
    """Whether her farewell is looked at again in a while: it waited for a move in that other line,
    and something that she sent before is not done yet. What waits longer than an hour is not waited
    for."""
    before = Received.objects.filter(by=farewell.by_id, pk__lt=farewell.pk)
    moved, waiting = before.filter(verb=Verb.MOVE), before.filter(done_at=None)
    waits = moved.exists() and waiting.exclude(verb=Verb.MOVE).exists()
    if not waits or farewell.at < at - FAREWELL_WAITS:
        return False
    _enqueue(farewell, line=MOVES, at=at + LOOK_AGAIN)
    return True


def _enqueue(row: Received, *, line: str, at: datetime | None = None) -> None:
    job = app.configure_task(
        HANDLE_RECEIVED,
        lock=f"{line}-{row.by_id}",
        priority=BEHIND,
        schedule_at=at,
        allow_unknown=True,
    )
    job.defer(received_id=row.pk)


def _is_moving(by: RemoteActor) -> bool:
    return Received.objects.filter(by=by, verb=Verb.MOVE, done_at=None).exists()


@transaction.atomic
def do_once(*, received: int, act: Callable[[], str], at: datetime) -> None:
    """`act` says why nothing came of it, or nothing. All of it stands or falls together."""
    row = Received.objects.select_for_update(of=("self",)).filter(pk=received, done_at=None).first()
    if row is None:
        return
    row.trouble = act()[:LONGEST_TROUBLE]
    row.done_at, row.content = at, b""
    row.save(update_fields=["trouble", "done_at", "content"])


def note_trouble(*, received: int, trouble: str) -> None:
    """It is tried again."""
    Received.objects.filter(pk=received, done_at=None).update(trouble=trouble[:LONGEST_TROUBLE])


@transaction.atomic
def give_up_received(*, now: datetime) -> None:
    """For the clock: what was tried for the last time and is not done is over, without its words,
    so that nothing waits for it. Why stays. Where no job ran for a while it waits on."""
    jobs = ProcrastinateJob.objects.filter(task_name=HANDLE_RECEIVED, status__in=("todo", "doing"))
    waiting = [args["received_id"] for args in jobs.values_list("args", flat=True)]
    over = Received.objects.filter(done_at=None, at__lt=now - TRIED).exclude(pk__in=waiting)
    over.update(done_at=now, content=b"")


def forget_received(*, now: datetime) -> None:
    """For the clock."""
    Received.objects.filter(at__lt=now - KEPT).delete()
