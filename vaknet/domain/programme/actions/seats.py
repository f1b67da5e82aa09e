"""Seats in a session: taken, given back, offered to who waits. As with the event itself (`events`),
but the row of the session is always held: of one session a few hundred come, and they choose others
in the same transaction.
"""

from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.events import line
from vaknet.domain.events.actions.held import group_of, speaker_of
from vaknet.domain.events.models import Registration
from vaknet.domain.programme.actions.held import hold
from vaknet.domain.programme.models import Session, SessionSignUp


def waiting(session: int) -> QuerySet[SessionSignUp]:
    """In the order in which they asked; without who has no seat at the event any more."""
    rows = SessionSignUp.objects.filter(session=session, cancelled_at=None, seated_at=None)
    rows = rows.filter(offered_until=None, registration__cancelled_at=None)
    return rows.filter(registration__seated_at__isnull=False).order_by("asked_at", "pk")


def has_free_seat(held: Session, *, passes: SessionSignUp | None = None) -> bool:
    """That nobody waits for, but her whom it `passes`. The session is held."""
    if held.seats_left is not None and held.seats_left <= 0:
        return False
    others = waiting(held.pk)
    return not (others.exclude(pk=passes.pk) if passes is not None else others).exists()


def count_seats(session: int, number: int) -> None:
    Session.objects.filter(pk=session).update(seats_taken=F("seats_taken") + number)


def cancel(row: SessionSignUp, *, at: datetime, clashed_with: Session | None = None) -> bool:
    """Her row stays as what was. Whether a seat is free by it: then it is counted back here, and
    who calls offers it to who waits (`offer_seats`) when all is done."""
    had = line.holds_seat(row)
    row.cancelled_at, row.clashed_with = at, clashed_with
    row.save(update_fields=["cancelled_at", "clashed_with"])
    if had:
        count_seats(row.session_id, -1)
    return had


def offer_seats(session: int, *, at: datetime | None = None) -> int:
    """How many are offered a seat now, in the order of the line. The session is held."""
    held, at = Session.objects.select_related("room", "event").get(pk=session), at or now()
    is_on = held.cancelled_at is None and held.published_at is not None and held.starts_at > at
    if not is_on or held.event.cancelled_at is not None:
        return 0
    free = held.seats_left
    rows = waiting(session).select_for_update(of=("self",))
    offered = [_offer(row, held, at) for row in (rows if free is None else rows[:free])]
    count_seats(session, len(offered))
    return len(offered)


def _offer(row: SessionSignUp, held: Session, at: datetime) -> SessionSignUp:
    hours = held.event.offer_hours
    row.offered_at = at
    row.offered_until = line.offer_until(hours=hours, starts_at=held.starts_at, now=at)
    row.save(update_fields=["offered_at", "offered_until"])
    by, group = speaker_of(held.event), group_of(held.event)
    record(by, "offered_session_seat", row, audience=Audience.PARTIES, group=group, at=at)
    return row


def lapse_session_offers(*, at: datetime) -> int:
    """For the clock: how many offers went by without an answer, each in its own transaction."""
    return sum(chain.from_iterable(iter(lambda: _lapse_next(at), [])))


@transaction.atomic
def _lapse_next(at: datetime) -> list[int]:
    due = SessionSignUp.objects.filter(cancelled_at=None, offered_until__lte=at)
    found = due.order_by("offered_until", "pk").first()
    if found is None:
        return []
    [held] = hold([found.session_id]).values()
    row = due.filter(pk=found.pk).first()
    if row is None:  # she answered while we waited for the session
        return [0]
    row.lapsed_at = at
    row.save(update_fields=["lapsed_at"])
    cancel(row, at=at)
    by = speaker_of(held.event)
    record(by, "lapsed_session_offer", row, audience=Audience.PARTIES, at=at)
    offer_seats(held.pk, at=at)
    return [1]


def give_back_seats(*, at: datetime, registration: int | None = None) -> int:
    """Who does not come to the event after all gives back her seats in its sessions: how many.

    The room of events is below and knows no sessions, so this follows after it: by the log at once,
    and by the clock for what was missed. Until then a seat stands empty and nothing is wrong.
    """
    rows = _left_behind()
    if registration is not None:
        rows = rows.filter(registration=registration)
    sessions = sorted(set(rows.values_list("session", flat=True)))
    return sum(_give_back(session, registration, at) for session in sessions)


def _left_behind() -> QuerySet[SessionSignUp]:
    comes = Registration.objects.filter(
        pk=OuterRef("registration"), cancelled_at=None, seated_at__isnull=False
    )
    return SessionSignUp.objects.filter(~Exists(comes), cancelled_at=None)


@transaction.atomic
def _give_back(session: int, registration: int | None, at: datetime) -> int:
    hold([session])
    rows = _left_behind().filter(session=session).select_related("registration")
    if registration is not None:
        rows = rows.filter(registration=registration)
    freed = [row for row in rows.order_by("pk") if cancel(row, at=at)]
    offer_seats(session, at=at)
    return len(freed)
