"""When somebody gets a new round: at eight in her own time, on the days that she chose."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.notices.models import WORKING_DAYS, Rhythm
from vaknet.kit.days_off import is_holiday

EIGHT = time(8)
DAY = timedelta(days=1)
# Christmas and New Year fall on one day of the week: who chose that one waits for three weeks.
LONGEST_OFF = 22


def rhythm_of(viewer: Actor) -> Rhythm:
    """As she chose it, or as it is for who chose nothing."""
    for chosen in _RHYTHM(viewer=viewer.pk):
        return chosen
    return Rhythm(actor=viewer, days=WORKING_DAYS)


def zone(rhythm: Rhythm) -> ZoneInfo:
    """Hers, or that of the network when she chose none, or one that has gone since."""
    try:
        return ZoneInfo(rhythm.time_zone or settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        return ZoneInfo(settings.TIME_ZONE)


def here(rhythm: Rhythm, now: datetime) -> datetime:
    """That moment by her clock."""
    return now.astimezone(zone(rhythm))


def round_day(rhythm: Rhythm, now: datetime) -> date:
    """Whose round it is: until eight that of yesterday."""
    at = here(rhythm, now)
    return at.date() if at.time() >= EIGHT else at.date() - DAY


def is_off(rhythm: Rhythm, day: date) -> bool:
    """A day without a round."""
    if day.isoweekday() not in rhythm.days:
        return True
    return not rhythm.on_holidays and is_holiday(day, settings.HOLIDAYS)


def next_round(rhythm: Rhythm, now: datetime) -> date | None:
    """The day on which the next one is laid out, at eight; None for who wants none."""
    day = round_day(rhythm, now)
    coming = (day + number * DAY for number in range(1, LONGEST_OFF))
    return next((one for one in coming if not is_off(rhythm, one)), None)


def _rhythm(viewer: int) -> QuerySet[Rhythm]:
    return Rhythm.objects.filter(actor=viewer)


_RHYTHM = Frozen(_rhythm)
