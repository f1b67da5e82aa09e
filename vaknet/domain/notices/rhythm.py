"""When somebody gets a new round: at eight in her own time, on the days that she chose."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.notices.models import WORKING_DAYS, Rhythm
from vaknet.kit.days_off import is_holiday

EIGHT = time(8)
DAY = timedelta(days=1)


def rhythm_of(viewer: Actor) -> Rhythm:
    """As she chose it, or as it is for who chose nothing."""
    for chosen in _RHYTHM(viewer=viewer.pk):
        return chosen
    return Rhythm(actor=viewer, days=WORKING_DAYS)


def zone(rhythm: Rhythm) -> ZoneInfo:
    return ZoneInfo(rhythm.time_zone or settings.TIME_ZONE)


def round_day(rhythm: Rhythm, now: datetime) -> date:
    """Whose round it is: until eight that of yesterday."""
    here = now.astimezone(zone(rhythm))
    return here.date() if here.time() >= EIGHT else here.date() - DAY


def is_off(rhythm: Rhythm, day: date) -> bool:
    """A day without a round."""
    if day.isoweekday() not in rhythm.days:
        return True
    return not rhythm.on_holidays and is_holiday(day, settings.HOLIDAYS)


def next_round(rhythm: Rhythm, now: datetime) -> date | None:
    """The day on which the next one is laid out, at eight; None for who wants none."""
    day = round_day(rhythm, now)
    coming = (day + number * DAY for number in range(1, 15))
    return next((one for one in coming if not is_off(rhythm, one)), None)


def _rhythm(viewer: int) -> QuerySet[Rhythm]:
    return Rhythm.objects.filter(actor=viewer)


_RHYTHM = Frozen(_rhythm)
