"""When she is free, by her own calendar: read for this one page, and not kept."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.utils.timezone import localdate
from django.utils.translation import get_language

from vaknet.configuration import configuration
from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars import queries, secrets
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.reaching import waiting
from vaknet.interfaces.web.agenda import entries
from vaknet.kit.busy import Busy, UnreadableCalendar, Window
from vaknet.kit.busy_visits import busy_at
from vaknet.kit.time import is_working_day
from vaknet.kit.words import short_clock

DAYS = 10
SHOWN = 3  # days; the others are one click away
BEGIN, END = time(9), time(17)
HALF_HOUR = timedelta(minutes=30)
ONCE_IN = 60  # seconds: her calendar is of another server


@dataclass(frozen=True)
class Slot:
    value: str
    label: str
    taken: bool
    chosen: bool


@dataclass(frozen=True)
class Day:
    date: date
    slots: list[Slot]
    is_later: bool


@dataclass(frozen=True)
class FreeTimes:
    """`is_read`: False when she has a calendar that could not be read now."""

    has_calendar: bool = False
    is_read: bool = True
    days: list[Day] = field(default_factory=list)
    opens: bool = False  # one that she chose is among the later days

    @property
    def taken(self) -> str:
        """What the form brings along, so that a mistake in it asks her calendar nothing again."""
        return ",".join(slot.value for day in self.days for slot in day.slots if slot.taken)


def free_times(
    viewer: Actor, *, chosen: Collection[str] = (), known: str | None = None
) -> FreeTimes:
    """`known`: what was taken when the page was shown before."""
    own = queries.own_calendar(viewer)
    if own is None:
        return FreeTimes()
    moments = slots()
    if known is not None:
        taken = set(known.split(","))
    else:
        try:
            busy = taken_times(viewer, moments[0], moments[-1] + HALF_HOUR)
        except UnreadableCalendar:
            return FreeTimes(has_calendar=True, is_read=False)
        taken = {value(one) for one in moments if clashes(one, HALF_HOUR, busy)}
    days = _days(moments, taken, chosen)
    opens = any(slot.chosen for day in days if day.is_later for slot in day.slots)
    return FreeTimes(has_calendar=True, days=days, opens=opens)


def _days(moments: list[datetime], taken: set[str], chosen: Collection[str]) -> list[Day]:
    language = get_language() or "nl"
    found: dict[date, list[Slot]] = {}
    for one in moments:
        said = value(one)
        slot = Slot(said, short_clock(one, language), said in taken, said in chosen)
        found.setdefault(one.date(), []).append(slot)
    return [Day(day, found[day], place >= SHOWN) for place, day in enumerate(found)]


def slots() -> list[datetime]:
    """Each half hour of the next working days, as far as these hours are there."""
    zone, day = ZoneInfo(settings.TIME_ZONE), localdate()
    found: list[date] = []
    while len(found) < DAYS:
        day += timedelta(days=1)
        if is_working_day(day):
            found.append(day)
    count = (END.hour - BEGIN.hour) * 2
    return [
        datetime.combine(day, BEGIN, tzinfo=zone) + place * HALF_HOUR
        for day in found
        for place in range(count)
    ]


def value(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def clashes(since: datetime, length: timedelta, busy: Collection[Busy]) -> bool:
    return any(one.since < since + length and since < one.until for one in busy)


def clashing(viewer: Actor, talk: Talk) -> set[int] | None:
    """Which of the proposed times she has something else at; None when it could not be read."""
    times = list(talk.proposed_times.all())
    length = timedelta(minutes=talk.minutes)
    if queries.own_calendar(viewer) is None:
        return set()
    try:
        busy = taken_times(viewer, times[0].starts_at, times[-1].starts_at + length)
    except UnreadableCalendar:
        return None
    return {time.pk for time in times if clashes(time.starts_at, length, busy)}


def taken_times(viewer: Actor, since: datetime, until: datetime) -> list[Busy]:
    """By her own calendar, and by what she agreed on here. Raises UnreadableCalendar."""
    own = queries.own_calendar(viewer)
    address = secrets.address_of(own) if own else ""
    lately = f"calendar-of-{viewer.pk}"
    if not address or not cache.add(lately, 1, ONCE_IN):
        raise UnreadableCalendar("not now")
    window = Window(since, until, ZoneInfo(settings.TIME_ZONE))
    agreed = [Busy(entry.starts_at, entry.ends_at) for entry in entries(viewer)]
    try:
        with waiting.MEMBERS.one():
            return busy_at(address, window, may_reach=configuration.may_reach) + agreed
    except waiting.Busy as busy:
        cache.delete(lately)  # nothing was asked
        raise UnreadableCalendar("others wait") from busy
