"""Events that come back. Each time is an event of its own, that can be changed or cancelled alone.

They are planned a year ahead, and by the clock from then on: a series without an end has no end.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import rules
from vaknet.domain.events.actions.calling_off import cancel_event
from vaknet.domain.events.actions.details import EventDetails
from vaknet.domain.events.actions.held import group_of, organised
from vaknet.domain.events.actions.outward import refuse_in_its_name
from vaknet.domain.events.actions.planning import change_event
from vaknet.domain.events.models import (
    Event,
    EventHost,
    EventOrganiser,
    EventSeries,
    RegistrationQuestion,
)
from vaknet.domain.refusal import Refused
from vaknet.kit.recurrence import Repeat, days_of, moment_at, rule_of

AHEAD = timedelta(days=366)
AGAIN = timedelta(days=30)  # how far before the last one is planned the clock goes on
OF_ITS_TIME = {
    "id",
    "uid",
    "sequence",
    "seats_taken",
    "starts_at",
    "ends_at",
    "registers_from",
    "registers_until",
    "planned_at",
    "changed_at",
    "cancelled_at",
    "cancel_reason",
    "reminded_at",
    "recurs_on",
}


@transaction.atomic
def repeat_event(by: Actor, *, event: Event, repeat: Repeat) -> EventSeries:
    """It is the first of a series from now on; the others are planned like it."""
    held = organised(by, event)
    if held.series is not None:
        raise Refused(_("This event is one of a series already."))
    if held.cancelled_at is not None or rules.is_over(held, now()):
        raise Refused(_("This event has been."))
    first = held.local_start.date()
    if repeat.until is not None and repeat.until <= first:
        raise Refused(_("The last day is before the second time."), field="until")
    refuse_in_its_name(by, Event.objects.filter(pk=held.pk, readers=Event.Readers.PUBLIC))
    series = EventSeries.objects.create(
        rule=rule_of(repeat, first),
        starts_on=first,
        starts_at=held.local_start.time(),
        minutes=int((held.ends_at - held.starts_at).total_seconds()) // 60,
        zone=held.zone,
        planned_until=first,
        by=by,
    )
    Event.objects.filter(pk=held.pk).update(series=series, recurs_on=first)
    record(by, "repeated_event", held, audience=rules.audience_of(held), group=group_of(held))
    _plan_until(series, localdate() + AHEAD)
    return series


def plan_series(*, at: datetime) -> int:
    """For the clock: how many series were planned further, each in its own transaction."""
    return sum(chain.from_iterable(iter(lambda: _plan_next(localdate(at) + AHEAD), [])))


@transaction.atomic
def _plan_next(until: date) -> list[int]:
    due = EventSeries.objects.filter(until=None, planned_until__lt=until - AGAIN)
    series = due.select_for_update(skip_locked=True).order_by("planned_until", "pk").first()
    if series is None:
        return []
    _plan_until(series, until)
    return [1]


def _plan_until(series: EventSeries, until: date) -> None:
    """Like the last one that is planned, which was changed last with all that come after it."""
    pattern = series.events.order_by("-recurs_on").first()
    if pattern is not None and pattern.series is not None:
        days = days_of(series.rule, series.starts_on, after=series.planned_until, until=until)
        made = Event.objects.bulk_create(_like(pattern, series, day) for day in days)
        _with_the_same_people(pattern, made)
    series.planned_until = max(until, series.planned_until)
    series.save(update_fields=["planned_until"])


def _like(pattern: Event, series: EventSeries, day: date) -> Event:
    names = [field.attname for field in Event._meta.concrete_fields]
    same = {name: getattr(pattern, name) for name in names if name not in OF_ITS_TIME}
    held_on = day + timedelta(days=series.days_later)
    starts_at = moment_at(held_on, series.starts_at, series.zone)
    ends_at = starts_at + timedelta(minutes=series.minutes)
    return Event(**same, starts_at=starts_at, ends_at=ends_at, recurs_on=day)


def _with_the_same_people(pattern: Event, made: list[Event]) -> None:
    organisers = [row.actor for row in pattern.organisers.filter(until=None).order_by("pk")]
    hosts = list(pattern.hosts.order_by("position"))
    asked = list(pattern.questions.order_by("position"))
    EventOrganiser.objects.bulk_create(
        EventOrganiser(event=event, actor=actor) for event in made for actor in organisers
    )
    EventHost.objects.bulk_create(
        EventHost(
            event=event,
            position=host.position,
            group_id=host.group_id,
            organisation_id=host.organisation_id,
        )
        for event in made
        for host in hosts
    )
    RegistrationQuestion.objects.bulk_create(
        RegistrationQuestion(
            event=event, position=row.position, text=row.text, is_required=row.is_required
        )
        for event in made
        for row in asked
    )


@transaction.atomic
def change_later(
    by: Actor, *, event: Event, details: EventDetails, questions: list[str] | None = None
) -> int:
    """This one and all that come after it: how many. Each stays on a day of its own, as many days
    from where it was as this one is moved, at the hour of this one."""
    series = _held_series(event)
    held = organised(by, event)
    there = details.starts_at.astimezone(ZoneInfo(details.zone))
    moved, clock = there.date() - held.local_start.date(), there.time()
    length = details.ends_at - details.starts_at
    later = series.events.filter(recurs_on__gte=held.recurs_on, cancelled_at=None)
    changed = 0
    for one in later.order_by("recurs_on"):
        if one.ends_at <= now():
            continue
        starts_at = moment_at(one.local_start.date() + moved, clock, details.zone)
        own = replace(details, starts_at=starts_at, ends_at=starts_at + length)
        if one.pk != held.pk:  # when one can register is told of each alone
            opens, closes = one.registers_from, one.registers_until
            own = replace(own, registers_from=opens, registers_until=closes)
        change_event(by, event=one, details=own, questions=questions or [])
        changed += 1
    series.starts_at, series.zone = clock, details.zone
    series.minutes = int(length.total_seconds()) // 60
    series.days_later += moved.days
    series.save(update_fields=["starts_at", "zone", "minutes", "days_later"])
    return changed


@transaction.atomic
def cancel_later(by: Actor, *, event: Event, reason: str = "") -> int:
    """This one and all that come after it, and no new ones are planned. How many it were."""
    series = _held_series(event)
    held = organised(by, event)
    series.until = now()
    series.save(update_fields=["until"])
    later = series.events.filter(recurs_on__gte=held.recurs_on, cancelled_at=None)
    coming = list(later.filter(ends_at__gt=now()).order_by("recurs_on"))
    for one in coming:
        cancel_event(by, event=one, reason=reason)
    return len(coming)


def _held_series(event: Event) -> EventSeries:
    """Before any of its events: two organisers may change two of them at the same moment."""
    series = EventSeries.objects.select_for_update().filter(events=event.pk).first()
    if series is None:
        raise Refused(_("This event is not one of a series."))
    return series
