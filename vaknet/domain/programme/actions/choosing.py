"""Choosing sessions: all of them at once, and none of them twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import line
from vaknet.domain.events import queries as events
from vaknet.domain.events.actions.held import group_of
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.programme import rules
from vaknet.domain.programme.actions.held import hold
from vaknet.domain.programme.actions.seats import (
    cancel,
    count_seats,
    has_free_seat,
    offer_seats,
)
from vaknet.domain.programme.models import Session, SessionSignUp
from vaknet.domain.refusal import Refused

type SignUps = dict[int, SessionSignUp]


@dataclass(frozen=True)
class Chosen:
    """`full`: filled up meanwhile; all else that she chose is hers. `gone`: is not to choose any
    more."""

    full: tuple[Session, ...] = ()
    gone: int = 0


@transaction.atomic
def choose_sessions(
    by: Actor, *, event: Event, sessions: Collection[int], waiting: Collection[int] = ()
) -> Chosen:
    """From now on she is in these, in line for those `waiting`, and in nothing else that one can
    still choose. Saying it twice is saying it once.

    A seat that she has is not given up for one that is full: she keeps what she had at that time.
    """
    seen = events.event(by, event.pk)
    return choose(by, seen, held_registration(seen, person=by), sessions, waiting)


def choose(
    by: Actor,
    seen: Event,
    registration: Registration,
    sessions: Collection[int],
    waiting: Collection[int],
) -> Chosen:
    """For whose registration it is, which is held; `by`: in whose name the log tells it."""
    before = set(_standing(registration))
    held = hold({*sessions, *waiting, *before})
    open_ones = {
        pk: one
        for pk, one in held.items()
        if one.event_id == seen.pk and rules.is_to_choose(one, now())
    }
    wanted = [open_ones[pk] for pk in dict.fromkeys(sessions) if pk in open_ones]
    # What she has can only have become less while we waited for the sessions.
    standing = _standing(registration)
    _refuse_clashes(wanted, [row for row in standing.values() if row.session_id not in open_ones])
    full = [one for one in wanted if not _can_sit(one, standing.get(one.pk))]
    taken = [one for one in wanted if one not in full]
    waits = [open_ones[pk] for pk in dict.fromkeys(waiting) if pk in open_ones]
    mine = {pk: row for pk, row in standing.items() if pk in open_ones}
    dropped = [
        row
        for pk, row in mine.items()
        if open_ones[pk] not in taken and not _stays(row, open_ones[pk], taken, full, waits)
    ]
    changed = _change(registration, dropped, taken, waits, mine)
    if changed:
        group = group_of(seen)
        record(by, "chose_sessions", registration, audience=Audience.PARTIES, group=group)
    return Chosen(tuple(full), len({*sessions, *waiting} - set(open_ones)))


def held_registration(event: Event, **whose: object) -> Registration:
    """Hers, held until the end: whoever cancels it does so before, or after, and not meanwhile."""
    if event.cancelled_at is not None:
        raise Refused(_("This event is cancelled."))
    rows = Registration.objects.select_for_update(no_key=True)
    row = rows.filter(event=event, cancelled_at=None, **whose).first()
    if row is None:
        raise Refused(_("First say that you come to the event. Then choose."))
    if not rules.may_choose(event, row, now()):
        raise Refused(_("You choose once you have a seat at the event."))
    return row


def _standing(registration: Registration) -> SignUps:
    rows = SessionSignUp.objects.filter(registration=registration, cancelled_at=None)
    return {row.session_id: row for row in rows.select_related("session").order_by("pk")}


def _refuse_clashes(wanted: list[Session], begun: list[SessionSignUp]) -> None:
    """Two of what she chooses, or one with what she is in already and cannot change any more."""
    fixed = [row.session for row in begun if row.seated_at is not None]
    clash = rules.clash_among([*fixed, *wanted])
    if clash is None:
        return
    one, other = clash
    names = {"one": one.title, "other": other.title}
    message = _("“%(one)s” and “%(other)s” are at the same time. Choose one of the two.") % names
    raise Refused(message, field=f"session_{other.pk if other in wanted else one.pk}")


def _can_sit(session: Session, row: SessionSignUp | None) -> bool:
    """She sits there, one is kept for her, or one is free that nobody waits for."""
    if row is not None and line.holds_seat(row):
        return row.seated_at is not None or line.is_offered(row, now())
    return has_free_seat(session, passes=row)


def _stays(
    row: SessionSignUp,
    session: Session,
    taken: list[Session],
    full: list[Session],
    waits: list[Session],
) -> bool:
    """What she has and did not choose anew: a place in a line that she wants still, or a seat at
    the time of what turned out to be full."""
    if row.seated_at is None:
        return session in waits or session in full
    if any(rules.clashes(session, one) for one in taken):
        return False
    return any(rules.clashes(session, one) for one in full)


def _change(
    registration: Registration,
    dropped: Iterable[SessionSignUp],
    taken: Iterable[Session],
    waits: Iterable[Session],
    mine: SignUps,
) -> bool:
    """First out, then in: the database knows nobody who sits in two at once, not for a moment."""
    at, freed, changed = now(), set[int](), False
    for row in dropped:
        changed = True
        cancel(row, at=at)
        freed.add(row.session_id)
    for session in taken:
        changed |= _seat(registration, session, mine.get(session.pk))
    gone = {row.session_id for row in dropped}
    for session in waits:
        if session in taken or (session.pk in mine and session.pk not in gone):
            continue
        _sign_up(registration, session)
        freed.add(session.pk)  # where one is free, it is offered to who waits first
        changed = True
    for pk in sorted(freed):
        offer_seats(pk, at=at)
    return changed


def _seat(registration: Registration, session: Session, row: SessionSignUp | None) -> bool:
    """Whether she had none there before."""
    if row is not None and row.seated_at is not None:
        return False
    if row is None or row.offered_until is None:
        count_seats(session.pk, 1)
    if row is None:
        row = _sign_up(registration, session)
    row.seated_at, row.offered_at, row.offered_until = now(), None, None
    row.save(update_fields=["seated_at", "offered_at", "offered_until"])
    return True


def _sign_up(registration: Registration, session: Session) -> SessionSignUp:
    return SessionSignUp.objects.create(
        session=session, registration=registration, span=(session.starts_at, session.ends_at)
    )


@transaction.atomic
def accept_session_seat(by: Actor, *, session: Session) -> SessionSignUp:
    """The seat that was kept for her is hers; what she had at the same time goes. Twice is once."""
    seen = events.event(by, session.event_id)
    return accept(by, seen, held_registration(seen, person=by), session)


def accept(by: Actor, seen: Event, registration: Registration, session: Session) -> SessionSignUp:
    held = hold({session.pk, *_standing(registration)})
    standing = _standing(registration)
    row = standing.get(session.pk)
    if row is None:
        raise Refused(_("You are not on the list of this session any more. Choose again."))
    if row.seated_at is not None:
        return row
    this = held[session.pk]
    if not line.is_offered(row, now()) or this.cancelled_at is not None:
        raise Refused(_("This offer is over. You can get in line again."))
    others = [
        one
        for pk, one in standing.items()
        if pk != this.pk and one.seated_at is not None and rules.clashes(held[pk], this)
    ]
    _change(registration, others, [this], [], standing)
    group = group_of(seen)
    record(by, "accepted_session_seat", row, audience=Audience.PARTIES, group=group)
    return row


@transaction.atomic
def leave_session(by: Actor, *, session: Session) -> None:
    """She gives her seat back, lets an offer go, or waits no more. Twice is once."""
    leave(by, events.event(by, session.event_id), session, registration__person=by)


def leave(by: Actor, seen: Event, session: Session, **whose: object) -> None:
    hold([session.pk])
    rows = SessionSignUp.objects.filter(session=session, cancelled_at=None)
    row = rows.filter(registration__cancelled_at=None, **whose).first()
    if row is None:
        return
    if session.starts_at <= now():
        raise Refused(_("It has begun. There is nothing to change any more."))
    cancel(row, at=now())
    record(by, "left_session", row, audience=Audience.PARTIES, group=group_of(seen))
    offer_seats(session.pk)
