"""What came of sending, and what that says of the host and of who is there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import random

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from vaknet.domain.federation.actions.looks import SURE
from vaknet.domain.federation.actions.moderators import end_without_follow
from vaknet.domain.federation.actions.partings import part
from vaknet.domain.federation.actions.posts import forget_posts_of
from vaknet.domain.federation.actions.remote import unname
from vaknet.domain.federation.models import (
    Delivery,
    Follower,
    Following,
    Host,
    Parcel,
    RemoteActor,
)
from vaknet.domain.federation.queries.sending import waiting
from vaknet.engine.activitypub.origins import host_name
from vaknet.engine.activitypub.patience import (
    FAILURES,
    LONGEST,
    Outcome,
    next_try,
    rest,
)

ARRIVED_KEPT = timedelta(days=3)
GIVEN_UP_KEPT = timedelta(days=14)
WHILE_AT_FAULT = timedelta(hours=1)
SILENT, ENDED, CLOSED, TAKEN_BACK = "silent", "ended", "closed", "taken_back"
UNSIGNED, FAULT = "unsigned", "fault"


@dataclass(frozen=True)
class Sent:
    """What came of one delivery. `trouble`: a status, or why none came. `asked`: to stay away for
    so long. `is_busy`: the server is there and has no time, which is no failure."""

    delivery: int
    outcome: Outcome
    trouble: str = ""
    asked: timedelta | None = None
    is_busy: bool = False


@transaction.atomic
def note_sent(*, host: int, sent: Sequence[Sent], signature: str, at: datetime) -> None:
    """All that came of a while of sending to one host, in the order in which it happened.

    It is noted after it was sent. Who is killed in between sends the same activity once more, with
    the same id; whoever gets it does a thing once by its id. Noted before, it would be lost then.
    """
    row = Host.objects.select_for_update(no_key=True).get(pk=host)
    arrived = [one.delivery for one in sent if one.outcome is Outcome.ARRIVED]
    waiting().filter(pk__in=arrived).update(arrived_at=at, trouble="")
    others = {one.delivery: one for one in sent if one.outcome is not Outcome.ARRIVED}
    rows = waiting().filter(pk__in=others).select_related("parcel").order_by("pk")
    for delivery in rows:
        _note(delivery, others[delivery.pk], at)
    before = _state(row)
    row.signature = signature
    for one in sent:
        _learn(row, one, at)
    if _state(row) != before:
        row.save()
    if row.pruned_at is not None:
        _give_up(waiting().filter(host=row), SILENT, at)


def leave_alone(*, host: int, at: datetime) -> None:
    """What came of sending there cannot be written down: a fault of ours. Not again for a while,
    else the same went there every minute."""
    Host.objects.filter(pk=host).update(waits_until=at + WHILE_AT_FAULT)


def heard_from(host: str) -> None:
    """Something valid came in from it, so it is there: what waits is tried now, one to begin with.

    One statement, and nothing is written for a host that is well.
    """
    try:
        name = host_name(host)
    except ValueError:
        return
    now = timezone.now()
    rows = Host.objects.filter(Q(failures__gte=FAILURES) | Q(pruned_at__isnull=False), name=name)
    rows.update(waits_until=now, failing_since=now, pruned_at=None, failures=FAILURES)


@transaction.atomic
def forget_sent(*, now: datetime) -> None:
    """What arrived or was given up long ago, and what was in it."""
    old = Q(arrived_at__lt=now - ARRIVED_KEPT) | Q(given_up_at__lt=now - GIVEN_UP_KEPT)
    Delivery.objects.filter(old).delete()
    Parcel.objects.filter(deliveries=None, at__lt=now - ARRIVED_KEPT).delete()


def give_up_on(hosts: Collection[Host], trouble: str, at: datetime) -> int:
    return _give_up(waiting().filter(host__in=hosts), trouble, at)


def _note(delivery: Delivery, one: Sent, at: datetime) -> None:
    delivery.tries = min(delivery.tries + 1, 1_000)
    delivery.trouble = one.trouble
    later = None
    if one.outcome is Outcome.LATER:
        asked = one.asked
        first = delivery.parcel.at
        later = next_try(delivery.tries, first=first, now=at, chance=random(), asked=asked)  # noqa: S311
    if later is not None:
        delivery.due_at = later
    else:
        delivery.given_up_at = at
    delivery.save(update_fields=["tries", "trouble", "due_at", "given_up_at"])
    if one.outcome is Outcome.GONE:
        _note_gone(delivery, at)


def _note_gone(delivery: Delivery, at: datetime) -> None:
    """410 is a word of the server. 404 may be a mistake of its keeper: it counts when it is said
    again a day later, and nothing arrived in between."""
    of_inbox = Delivery.objects.filter(inbox=delivery.inbox)
    if delivery.trouble != "410":
        before = of_inbox.filter(trouble="404", given_up_at__lte=at - SURE)
        first = before.order_by("given_up_at").first()
        if first is None or of_inbox.filter(arrived_at__gte=first.given_up_at).exists():
            return
    rows = RemoteActor.objects.select_related("host").filter(inbox=delivery.inbox, gone_at=None)
    gone = list(rows)
    for one in gone:
        unname(one, at=at)
    end_follows(actors=[one.pk for one in gone], at=at)
    _give_up(waiting().filter(inbox=delivery.inbox), delivery.trouble, at)


def end_follows(*, actors: Collection[int], at: datetime) -> tuple[int, int]:
    """How many followed from there, and how many followed somebody there. What they said goes."""
    part(actors, at)
    forget_posts_of(actors=actors)
    followers = Follower.objects.filter(follower__in=actors, until=None).update(until=at)
    end_without_follow(Q(moderator__in=actors), at=at)
    return followers, Following.objects.filter(followed__in=actors, until=None).update(until=at)


def _learn(host: Host, one: Sent, at: datetime) -> None:
    if one.outcome is not Outcome.LATER or one.is_busy:
        host.failures, host.failing_since, host.waits_until = 0, None, None
        host.pruned_at = None
        if one.outcome is Outcome.LATER:
            host.waits_until = at + (one.asked or timedelta(minutes=1))
        return
    host.failures = min(host.failures + 1, 1_000)
    host.failing_since = host.failing_since or at
    pauses = [rest(host.failures, random()), one.asked]  # noqa: S311
    host.waits_until = max((at + pause for pause in pauses if pause), default=None)
    if at - host.failing_since >= LONGEST:
        host.pruned_at = host.pruned_at or at


def _state(host: Host) -> tuple[object, ...]:
    return (
        host.failures,
        host.failing_since,
        host.waits_until,
        host.pruned_at,
        host.signature,
    )


def _give_up(rows: QuerySet[Delivery], trouble: str, at: datetime) -> int:
    return rows.update(given_up_at=at, trouble=trouble)
