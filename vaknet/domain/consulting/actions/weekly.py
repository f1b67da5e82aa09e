"""A desk that opens each week."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting import queries, rules
from vaknet.domain.consulting.actions.details import DeskDetails
from vaknet.domain.consulting.actions.experts import sit_again, sit_down
from vaknet.domain.consulting.actions.held import group_of
from vaknet.domain.consulting.actions.opening import SAME_ACT, call_off, refuse_opener
from vaknet.domain.consulting.models import ConsultationHour, Expert, WeeklyHour
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.engine.planning.slots import hour_on

WEEK = timedelta(days=7)
WEEKS = rules.AHEAD // WEEK
COLUMNS = [
    "readers",
    "subject",
    "explanation",
    "room",
    "online_address",
    "zone",
    "slot_minutes",
    "takes_bookings",
    "takes_walk_ins",
    "note_days",
]


@transaction.atomic
def open_weekly_hour(
    by: Actor,
    *,
    details: DeskDetails,
    first_on: date,
    starts_at: time,
    ends_at: time,
    last_on: date | None = None,
    group: Group | None = None,
    experts: Sequence[Actor] = (),
) -> WeeklyHour:
    """On the weekday of `first_on`, by the clock on the wall, until and with `last_on`.

    The hours of the next four weeks are there at once. Whoever sits at one sits at the next. The
    same within a minute is the same desk.
    """
    moment = now()
    refuse_opener(by, event=None, group=group)
    said = details.tidy()
    _refuse_days(first_on, last_on, ZoneInfo(said["zone"]), moment)
    _refuse_times(said, hour_on(first_on, starts_at, ends_at, ZoneInfo(said["zone"])), moment)
    one_at_a_time(by)
    same = _just_opened(by, moment).filter(group=group, subject=said["subject"])
    if again := same.filter(first_on=first_on, starts_at=starts_at).first():
        return again
    weekly = WeeklyHour.objects.create(
        opened_by=by,
        group=group,
        weekday=first_on.isoweekday(),
        first_on=first_on,
        last_on=last_on,
        starts_at=starts_at,
        ends_at=ends_at,
        made_until=first_on - timedelta(days=1),
        **said,
    )
    readers = Audience.MEMBERS if group is None else Audience.GROUP
    record(by, "opened_weekly_hour", weekly, audience=readers, group=group_of(weekly))
    _make(weekly, experts or [by], at=moment)
    return weekly


def _just_opened(by: Actor, moment: datetime) -> QuerySet[WeeklyHour]:
    return WeeklyHour.objects.filter(opened_by=by, until=None, since__gte=moment - SAME_ACT)


def _refuse_days(first_on: date, last_on: date | None, zone: ZoneInfo, moment: datetime) -> None:
    """Before anything is written: a desk without hours would have nobody at it, ever."""
    if first_on < moment.date() - WEEK:
        raise Refused(_("This moment is over. Choose one to come."), field="day")
    if first_on > _made_ahead(zone, moment):
        raise Refused(_("Begin within four weeks from now."), field="day")
    if last_on is not None and last_on < first_on:
        raise Refused(_("It ends before it begins. Change one of the two."), field="last_on")


def _made_ahead(zone: ZoneInfo, moment: datetime) -> date:
    return (moment + rules.AHEAD).astimezone(zone).date()


def _refuse_times(said: dict[str, Any], span: tuple[datetime, datetime], moment: datetime) -> None:
    begin, end = span
    if end <= moment:
        raise Refused(_("This moment is over. Choose one to come."), field="day")
    if end - begin > rules.LONGEST:
        raise Refused(_("A consultation hour takes at most 12 hours."), field="ends_at")
    if end - begin < timedelta(minutes=said["slot_minutes"]):
        message = _("There is no time for one consultation. Make it longer.")
        raise Refused(message, field="ends_at")


def _make(weekly: WeeklyHour, experts: Sequence[Actor], *, at: datetime) -> int:
    """Hours up to four weeks ahead. The row of the week is held by who calls, or new."""
    until = _made_ahead(ZoneInfo(weekly.zone), at)
    if weekly.last_on is not None:
        until = min(until, weekly.last_on)
    day, made = weekly.first_on, 0
    while day <= until:
        if day > weekly.made_until:
            made += _make_one(weekly, day, experts if not made else (), at=at)
        day += WEEK
    weekly.made_until = max(weekly.made_until, until)
    weekly.save(update_fields=["made_until"])
    return made


def _make_one(weekly: WeeklyHour, day: date, experts: Sequence[Actor], *, at: datetime) -> int:
    begin, end = hour_on(day, weekly.starts_at, weekly.ends_at, ZoneInfo(weekly.zone))
    if end <= at:
        return 0
    hour = ConsultationHour.objects.create(
        opened_by=weekly.opened_by,
        group=weekly.group,
        weekly=weekly,
        held_on=day,
        starts_at=begin,
        ends_at=end,
        **{name: getattr(weekly, name) for name in COLUMNS},
    )
    for expert in experts or _who_sat(weekly, hour, at):
        if experts:
            sit_down(weekly.opened_by, hour, expert)
        else:
            sit_again(weekly.opened_by, hour, expert)
    readers = rules.audience_of(hour)
    record(
        weekly.opened_by, "opened_consultation_hour", hour, audience=readers, group=group_of(hour)
    )
    return 1


def _who_sat(weekly: WeeklyHour, hour: ConsultationHour, at: datetime) -> list[Actor]:
    """At any hour of it still to come, or else at the last: who steps back from one week is there
    in the next, who steps back from all is not."""
    made = list(weekly.hours.exclude(pk=hour.pk).order_by("-held_on")[:WEEKS])
    to_come = [one for one in made if one.ends_at > at]
    rows = Expert.objects.filter(until=None, agreed_at__isnull=False)
    sat = rows.filter(hour__in=to_come or made[:1]).select_related("actor")
    return list(dict.fromkeys(row.actor for row in sat.order_by("asked_at", "pk")))


@transaction.atomic
def end_weekly_hour(by: Actor, *, weekly: WeeklyHour) -> None:
    """No new ones any more; those to come are called off, and who booked hears it. Twice is once.

    Raises WeeklyHour.DoesNotExist for whoever does not look after it.
    """
    held = WeeklyHour.objects.select_for_update(of=("self",)).get(pk=weekly.pk)
    if held.until is not None:
        return
    held = queries.weekly_hour(by, held.pk)
    stop(held, by=by, at=now())
    record(by, "ended_weekly_hour", held, audience=Audience.MEMBERS)


def stop(weekly: WeeklyHour, *, by: Actor, at: datetime) -> None:
    weekly.until = at
    weekly.save(update_fields=["until"])
    rows = ConsultationHour.objects.select_for_update(of=("self",)).filter(weekly=weekly)
    for hour in rows.filter(starts_at__gt=at, cancelled_at=None).order_by("pk"):
        call_off(by, hour)


def make_hours(*, now: datetime) -> int:
    """For the clock: how many hours were made, each week in its own transaction."""
    due = WeeklyHour.objects.filter(until=None, made_until__lt=(now + rules.AHEAD).date())
    return sum(_make_next(pk, now) for pk in due.values_list("pk", flat=True).order_by("pk"))


@transaction.atomic
def _make_next(pk: int, at: datetime) -> int:
    """None when another worker is at this week, or it was ended a moment ago."""
    rows = WeeklyHour.objects.select_for_update(of=("self",), skip_locked=True)
    found = rows.select_related("opened_by", "group__actor").filter(pk=pk, until=None)
    return sum(_make_awake(weekly, at) for weekly in found)


def _make_awake(weekly: WeeklyHour, at: datetime) -> int:
    try:
        check_awake(*([weekly.group] if weekly.group is not None else []))
    except Refused:  # whoever wakes the group has its hours again
        return 0
    return _make(weekly, (), at=at)
