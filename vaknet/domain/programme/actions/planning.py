"""Planning sessions, moving them, and telling the world."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import rules as events
from vaknet.domain.events.actions.held import group_of
from vaknet.domain.events.models import Event
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line
from vaknet.domain.programme import rules
from vaknet.domain.programme.actions.details import SessionDetails
from vaknet.domain.programme.actions.held import organised, organised_session
from vaknet.domain.programme.actions.moving import move_along
from vaknet.domain.programme.actions.seats import cancel, offer_seats
from vaknet.domain.programme.models import Round, Session, SessionSignUp, Speaker
from vaknet.domain.refusal import Refused

# A change of these is told to who signed up and who speaks, and goes to their calendars.
WHEN_AND_WHERE = ("starts_at", "ends_at", "room")
IN_CALENDARS = (*WHEN_AND_WHERE, "title")


@transaction.atomic
def plan_session(by: Actor, *, event: Event, details: SessionDetails) -> Session:
    """A draft, that its organisers alone see until it is published. The same twice is once."""
    return _plan(by, organised(by, event), details)


@transaction.atomic
def plan_round(
    by: Actor, *, event: Event, name: str = "", sessions: Sequence[SessionDetails]
) -> list[Session]:
    """Several that begin together, of which one chooses one. All of them, or none."""
    seen = organised(by, event)
    if not 1 <= len(sessions) <= rules.MOST_AT_ONCE:
        raise Refused(_("Plan one to twenty sessions at once."), field="titles")
    planned = [_plan(by, seen, details) for details in sessions]
    called = line(name, limit=80, field="name")
    if called:
        Round.objects.update_or_create(
            event=seen, starts_at=planned[0].starts_at, defaults={"name": called}
        )
    return planned


def _plan(by: Actor, event: Event, details: SessionDetails) -> Session:
    said = _said(by, event, details)
    same = {name: said[name] for name in ("title", "starts_at", "ends_at", "room")}
    standing = Session.objects.filter(event=event, cancelled_at=None)
    return standing.filter(**same).first() or _add(by, event, said)


def plan_another(by: Actor, event: Event, details: SessionDetails) -> Session:
    """Also where one stands that looks the same. The whole programme is held."""
    return _add(by, event, _said(by, event, details))


def _said(by: Actor, event: Event, details: SessionDetails) -> dict[str, Any]:
    refuse_to_write(by, field="title")
    said = details.tidy(event)
    if event.cancelled_at is not None:
        raise Refused(_("This event is cancelled."))
    return said


def _add(by: Actor, event: Event, said: dict[str, Any]) -> Session:
    standing = Session.objects.filter(event=event, cancelled_at=None)
    if standing.count() >= rules.MOST_SESSIONS:
        raise Refused(_("There are five hundred sessions already."))
    session = Session(event=event, **said)
    _refuse_two_in_one_room(session)
    session.save()
    record(by, "planned_session", session, audience=Audience.SELF, group=group_of(event))
    return session


def _refuse_two_in_one_room(session: Session) -> None:
    """The database refuses them too; here it is said with the name of the other."""
    if session.room_id is None:
        return
    others = Session.objects.filter(room=session.room_id, cancelled_at=None)
    others = others.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    other = others.exclude(pk=session.pk).first()
    if other is not None:
        message = _("“%(title)s” is in this room then. Choose another room or another time.")
        raise Refused(message % {"title": other.title}, field="room")


@transaction.atomic
def change_session(by: Actor, *, session: Session, details: SessionDetails) -> Session:
    """What is so now. Who signed up hears of another time or room, and of nothing else.

    Fewer seats than were promised: who has one keeps it, and nobody new gets one. Whoever would sit
    in two sessions at once by it loses the seat she asked for last, and hears so.
    """
    held = organised_session(by, session)
    if held.cancelled_at is not None:
        raise Refused(_("This session is cancelled. Plan a new one."))
    said = details.tidy(held.event, before=held)
    changed = {name for name, value in said.items() if getattr(held, name) != value}
    if not changed:
        return held
    _refuse_without_seats(held, said)
    for name in changed:
        setattr(held, name, said[name])
    held.changed_at = now()
    held.sequence += bool(changed & set(IN_CALENDARS))
    freed = move_along(by, held) if changed & {"starts_at", "ends_at"} else set()
    _refuse_two_in_one_room(held)
    held.save(update_fields=[*changed, "changed_at", "sequence"])
    is_moved = held.published_at is not None and changed & set(WHEN_AND_WHERE)
    verb = "moved_session" if is_moved else "changed_session"
    record(by, verb, held, audience=rules.audience_of(held), group=group_of(held.event))
    for pk in sorted({held.pk, *freed}):
        offer_seats(pk)
    return held


def _refuse_without_seats(held: Session, said: dict[str, Any]) -> None:
    """Where people signed up, it stays something that one signs up for."""
    signed_up = SessionSignUp.objects.filter(session=held, cancelled_at=None)
    if said["kind"] != Session.Kind.WORKSHOP and signed_up.exists():
        message = _("People signed up for it. Cancel it, and plan a new one.")
        raise Refused(message, field="kind")


@transaction.atomic
def cancel_session(by: Actor, *, session: Session, reason: str = "") -> None:
    """Who signed up and who speaks hears why. A draft, of which nobody but who cancels it
    knew, is gone. Twice is once."""
    held = organised_session(by, session)
    if held.cancelled_at is not None:
        return
    group = group_of(held.event)
    if held.published_at is None and not _is_known(held, but_to=by):
        record(by, "dropped_session", held, audience=Audience.SELF, group=group)
        held.delete()
        return
    if held.ends_at <= now():
        raise Refused(_("This session has been. It cannot be cancelled any more."))
    held.cancel_reason = line(reason, limit=300, field="reason")
    held.cancelled_at, held.sequence = now(), held.sequence + 1
    held.save(update_fields=["cancel_reason", "cancelled_at", "sequence"])
    for row in SessionSignUp.objects.filter(session=held, cancelled_at=None).order_by("pk"):
        cancel(row, at=held.cancelled_at)
    speakers = Speaker.objects.filter(session=held, until=None)
    speakers.update(until=held.cancelled_at)  # free to speak somewhere else then
    record(by, "cancelled_session", held, audience=rules.audience_of(held), group=group)


def _is_known(draft: Session, *, but_to: Actor) -> bool:
    """Whether somebody else was asked to speak, or proposed it, and counts on it still."""
    asked = Speaker.objects.filter(session=draft, until=None, declined_at=None)
    return asked.exclude(actor=None).exclude(actor=but_to).exists()


@transaction.atomic
def publish_programme(by: Actor, *, event: Event) -> int:
    """All that is a draft still: how many. With the event itself they are known from then on."""
    seen = organised(by, event)
    drafts = Session.objects.filter(event=seen, published_at=None, cancelled_at=None)
    number = drafts.update(published_at=now())
    if number:
        audience = Audience.SELF if seen.published_at is None else events.audience_of(seen)
        record(by, "published_programme", seen, audience=audience, group=group_of(seen))
    return number
