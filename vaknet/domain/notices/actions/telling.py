"""Telling somebody that something happened: kept once, written when it is time, and read once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.groups.actions.mail import defer_each
from vaknet.domain.notices.delivery import choices_of, next_digest
from vaknet.domain.notices.kinds import KINDS
from vaknet.domain.notices.models import Digest, Kind, Notice
from vaknet.domain.notices.rhythm import rhythm_of

WRITE_WAITING = "write_waiting"


@transaction.atomic
def note(
    activity: Activity, *, reader: Actor, matter: str, now: datetime, by_mail: bool = True
) -> bool:
    """That she is told of it, once. True when a letter about it goes now.

    Derived, so it is no activity: a deed that is told of twice is one notice. `matter` names what
    it is about. Not `by_mail`: it only stands on the page of notices.
    """
    kind, choices = KINDS[activity.verb], choices_of(reader)
    due = choices.due_at(kind, now=now) if by_mail else None
    # A digest that is due takes it along, though it is not written yet.
    goes_now = due is not None and due <= now and not choices.waits_for_digest(kind)
    _notice, is_new = Notice.objects.get_or_create(
        reader=reader,
        activity=activity,
        defaults={
            "kind": kind,
            "matter": matter,
            "at": activity.at,
            "due_at": due,
            "told_at": now if goes_now else None,
        },
    )
    return goes_now and is_new


def read_matter(matter: str, *, reader: Actor) -> None:
    """She looked at it: it is read on all her devices, and no letter about it goes any more."""
    Notice.objects.filter(reader=reader, matter=matter, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def read_notices(by: Actor, *, until: datetime) -> None:
    """What happened, as far as she was shown it; what came since is still new, and who waits for
    her waits.
    """
    rows = Notice.objects.filter(reader=by, read_at=None, at__lte=until).exclude(kind=Kind.ASKED)
    if rows.update(read_at=timezone.now()):
        record(by, "read_notices", by, audience=Audience.SELF)


def tell_where_due(*, now: datetime) -> None:
    """A job for each to whom something is to be written, unless one waits already."""
    waiting = Notice.objects.filter(due_at__lte=now, told_at=None).values_list("reader")
    digests = Digest.objects.filter(next_at__lte=now).values_list("actor")
    readers = {pk for (pk,) in waiting.union(digests)} - _readers_with_a_job()
    defer_each(WRITE_WAITING, "reader_id", sorted(readers))


def _readers_with_a_job() -> set[int]:
    rows = ProcrastinateJob.objects.filter(task_name=WRITE_WAITING, status="todo")
    return {args["reader_id"] for args in rows.values_list("args", flat=True)}


@dataclass(frozen=True)
class Waiting:
    """What is to be written to her now, the longest ago first. `digest`: hers, if it is due."""

    reader: Actor
    notices: list[Notice]
    digest: Digest | None


def hold_waiting(reader: int, *, now: datetime) -> Waiting | None:
    """Until the end of the transaction nobody else writes it to her; None when there is nothing.

    What she read meanwhile is not written any more.
    """
    held = Actor.objects.select_for_update(no_key=True).filter(pk=reader).first()
    if held is None:
        return None
    digest = Digest.objects.filter(actor=held, next_at__lte=now).first()
    rows = Notice.objects.filter(reader=held, due_at__lte=now, told_at=None)
    rows.filter(read_at__isnull=False).update(due_at=None)
    notices = [*rows.filter(read_at=None).select_related("activity__actor").order_by("at", "pk")]
    return Waiting(held, notices, digest) if notices or digest else None


def was_told(waiting: Waiting, *, told: Collection[Notice], now: datetime) -> None:
    """The letter and this stand or fall together. What was over is not written any more."""
    ids = {one.pk for one in told}
    Notice.objects.filter(pk__in=ids).update(told_at=now)
    over = [one.pk for one in waiting.notices if one.pk not in ids]
    Notice.objects.filter(pk__in=over).update(due_at=None)
    if (digest := waiting.digest) is not None:
        digest.next_at = next_digest(rhythm_of(waiting.reader), digest, now)
        digest.save(update_fields=["next_at"])


def forget_notices(*, before: datetime) -> None:
    """What happened so long ago stands where it happened."""
    Notice.objects.filter(at__lt=before).delete()
