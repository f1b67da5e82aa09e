"""What others passed on and has to be read at its own address: kept until a job did that.

Its job does not wait in the line of who passed it on, and nothing of hers waits for it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.timezone import now
from procrastinate.contrib.django import app

from vaknet.domain.federation.models import LONGEST_ID, Announced, RemoteActor
from vaknet.domain.federation.queries.posts import EARLIER_UNREAD
from vaknet.engine.activitypub.origins import origin

READ_ANNOUNCED = "read_announced"
BEHIND = -5  # what members do goes before
LAST = -6  # after what is tried for the first time, so that this never waits for a second try
MOST_ANNOUNCED, LATELY = 60, timedelta(minutes=5)  # of one who passes on
MOST_CHANGES = 30  # that those of one host name in that time: much less than it is asked for at all
MOST_WAITING = 2  # for one address: what is being read now may be of before
MOST_TRIES = 3
AGAIN = timedelta(minutes=70)  # longer than an address that was silent is left alone
KEPT = timedelta(days=1)
LONGEST_TROUBLE = 200
TAKEN_BACK = "taken back"


@transaction.atomic
def want_announced(
    *, by: RemoteActor, uri: str, activity: str, is_change: bool, at: datetime
) -> bool:
    """It is read soon, or will be anyway. False, and nothing, when she had us read so much a moment
    ago already, or those of her host let us look for changes so often."""
    if is_change:
        waiting = Announced.objects.filter(uri=uri, is_change=True, done_at=None)
        if waiting.count() >= MOST_WAITING:
            return True
        changes = Announced.objects.filter(by__host=by.host_id, is_change=True)
        if changes.filter(at__gt=at - LATELY).count() >= MOST_CHANGES:
            return False
    if Announced.objects.filter(by=by, at__gt=at - LATELY).count() >= MOST_ANNOUNCED:
        return False
    told = {"activity": activity, "is_change": is_change, "at": at}
    _enqueue(Announced.objects.create(by=by, uri=uri, **told), priority=BEHIND)
    return True


@transaction.atomic
def do_announced(*, announced: int, act: Callable[[], str], at: datetime) -> None:
    """`act` says why nothing came of it, or nothing. Not done when it was taken back meanwhile."""
    rows = Announced.objects.select_for_update(of=("self",))
    row = rows.filter(pk=announced, done_at=None).first()
    if row is None:
        return
    row.trouble, row.done_at = act()[:LONGEST_TROUBLE], at
    row.save(update_fields=["trouble", "done_at"])


@transaction.atomic
def try_announced_again(*, announced: int, trouble: str, at: datetime) -> None:
    """Nobody answered: asked once more in a while, and given up after some tries."""
    rows = Announced.objects.filter(pk=announced, done_at=None)
    rows.update(tries=F("tries") + 1, trouble=trouble[:LONGEST_TROUBLE])
    row = rows.first()
    if row is not None and row.tries < MOST_TRIES:
        _enqueue(row, priority=LAST, at=at + AGAIN)
    else:
        rows.update(done_at=at)


def take_back_announced(*, by: RemoteActor, activity: str, uri: str) -> None:
    """Before it was read. That something changed stays so: others count on that it is read.

    Where a list of what `by` passed on before is read at this moment, it is noted for who reads: it
    may stand in there. The lock is there so that either that one sees the note, or what stands then
    is let go after this.
    """
    named = Q(activity=activity, activity__gt="") | Q(uri=uri)
    rows = Announced.objects.filter(named, by=by, is_change=False, done_at=None)
    rows.update(done_at=Now())
    at = now()
    is_read = RemoteActor.objects.filter(EARLIER_UNREAD, pk=by.pk, earlier_asked_at__gt=at - KEPT)
    if is_read.select_for_update(no_key=True).first() is not None:
        told = {"uri": _fitting(uri), "activity": _fitting(activity), "trouble": TAKEN_BACK}
        Announced.objects.create(by=by, is_change=False, at=at, done_at=at, **told)


def taken_back_since(*, by: RemoteActor, at: datetime) -> tuple[set[str], set[str]]:
    """Of what `by` passed on: what it was about, and what that was called."""
    rows = Announced.objects.filter(by=by, trouble=TAKEN_BACK, at__gte=at)
    told = list(rows.values_list("uri", "activity"))
    return {uri for uri, _name in told if uri}, {name for _uri, name in told if name}


def _fitting(name: str) -> str:
    return name if len(name) <= LONGEST_ID else ""


def forget_announced(*, now: datetime) -> None:
    """For the clock."""
    Announced.objects.filter(at__lt=now - KEPT).delete()


def _enqueue(row: Announced, *, priority: int, at: datetime | None = None) -> None:
    """Of who passed on one at a time; of what changed one of each host, whoever said so."""
    line = origin(row.uri).authority if row.is_change else row.by_id
    job = app.configure_task(
        READ_ANNOUNCED,
        lock=f"{READ_ANNOUNCED}-{line}",
        priority=priority,
        schedule_at=at,
        allow_unknown=True,
    )
    job.defer(announced_id=row.pk)
