"""Opening an hour, closing its door, and calling it off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import rules
from vaknet.domain.consulting.actions.details import DeskDetails
from vaknet.domain.consulting.actions.experts import give_up, sit_down
from vaknet.domain.consulting.actions.held import group_of, tended
from vaknet.domain.consulting.actions.notes import erase_notes_of
from vaknet.domain.consulting.models import Booking, ConsultationHour, QueueTicket, Slot
from vaknet.domain.events.models import Event
from vaknet.domain.events.queries import organised_event
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import may_steward
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line
from vaknet.domain.refusal import Refused

SAME_ACT = timedelta(minutes=1)


@transaction.atomic
def open_hour(
    by: Actor,
    *,
    details: DeskDetails,
    starts_at: datetime,
    ends_at: datetime,
    event: Event | None = None,
    group: Group | None = None,
    experts: Sequence[Actor] = (),
) -> ConsultationHour:
    """At an event for who organises it, of a group for its stewards, or her own.

    Without `experts` she sits there herself; others are asked. The same within a minute is the
    same hour.
    """
    refuse_opener(by, event=event, group=group)
    said = details.tidy()
    _refuse_when(starts_at, ends_at, said["slot_minutes"], event)
    one_at_a_time(by)
    lately = ConsultationHour.objects.filter(opened_by=by, opened_at__gte=now() - SAME_ACT)
    same = lately.filter(event=event, group=group, subject=said["subject"], starts_at=starts_at)
    if (again := same.filter(cancelled_at=None).first()) is not None:
        return again
    columns = said | {"starts_at": starts_at, "ends_at": ends_at, "event": event, "group": group}
    return lay_out(by, columns, experts)


def lay_out(by: Actor, columns: dict[str, Any], experts: Sequence[Actor]) -> ConsultationHour:
    """The hour, with who sits there."""
    hour = ConsultationHour.objects.create(opened_by=by, **columns)
    readers = rules.audience_of(hour)
    record(by, "opened_consultation_hour", hour, audience=readers, group=group_of(hour))
    for expert in experts or [by]:
        sit_down(by, hour, expert)
    return hour


def refuse_opener(by: Actor, *, event: Event | None, group: Group | None) -> None:
    refuse_to_write(by, field="subject")
    if event is not None:
        if organised_event(by, event.pk).cancelled_at is not None:
            raise Refused(_("This event is cancelled."))
    elif group is not None:
        if not may_steward(groups.membership(by, group)):
            raise Refused(_("For a group its stewards do this. Ask one of them."), field="group")
        check_awake(group)


def _refuse_when(starts_at: datetime, ends_at: datetime, minutes: int, event: Event | None) -> None:
    if ends_at <= now():
        raise Refused(_("This moment is over. Choose one to come."), field="day")
    if starts_at > now() + rules.FARTHEST:
        raise Refused(_("That is more than three years away. Choose an earlier day."), field="day")
    if ends_at - starts_at < timedelta(minutes=minutes):
        message = _("There is no time for one consultation. Make it longer.")
        raise Refused(message, field="ends_at")
    if ends_at - starts_at > rules.LONGEST:
        raise Refused(_("A consultation hour takes at most 12 hours."), field="ends_at")
    if event is not None and not (event.starts_at <= starts_at and ends_at <= event.ends_at):
        raise Refused(
            _("That is not within the event. Choose a time within it."), field="starts_at"
        )


@transaction.atomic
def close_hour(by: Actor, *, hour: ConsultationHour) -> None:
    """From now on nobody books or takes a number. Who waits is helped. Twice is once."""
    held = tended(by, hour)
    if held.closed_at is not None:
        return
    held.closed_at = now()
    held.save(update_fields=["closed_at"])
    record(
        by, "closed_consultation_hour", held, audience=rules.audience_of(held), group=group_of(held)
    )


@transaction.atomic
def cancel_hour(by: Actor, *, hour: ConsultationHour, reason: str = "") -> None:
    """Who has a time hears it, and all notes are gone at once. Twice is once."""
    held = tended(by, hour)
    if held.cancelled_at is not None:
        return
    if rules.is_over(held, now()):
        raise Refused(_("This consultation hour has been. It cannot be cancelled any more."))
    held.cancel_reason = line(reason, limit=300, field="reason")
    call_off(by, held)


@transaction.atomic
def cancel_hours_of(*, event: Event, by: Actor) -> None:
    """The event is not held, and so its desks are not. Who has a time hears of that too."""
    rows = ConsultationHour.objects.select_for_update(of=("self",)).select_related("group__actor")
    for hour in rows.filter(event=event, cancelled_at=None).order_by("pk"):
        hour.cancel_reason = event.cancel_reason
        call_off(by, hour)


def call_off(by: Actor, hour: ConsultationHour) -> None:
    """The row of the hour is held by who calls."""
    moment = now()
    hour.cancelled_at, hour.sequence = moment, hour.sequence + 1
    hour.save(update_fields=["cancel_reason", "cancelled_at", "sequence"])
    # Who would have sat there can sit elsewhere at that time.
    Slot.objects.filter(hour=hour, withdrawn_at=None).update(withdrawn_at=moment)
    give_up(Booking.objects.filter(hour=hour), at=moment)
    erase_notes_of(hour)
    QueueTicket.objects.filter(hour=hour, left_at=None, done_at=None).update(left_at=moment)
    readers = rules.audience_of(hour)
    record(by, "cancelled_consultation_hour", hour, audience=readers, group=group_of(hour))
