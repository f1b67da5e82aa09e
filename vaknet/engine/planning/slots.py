"""Times at a desk, made from what the clock on the wall says there."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def on_the_wall(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment that the clock shows this, in UTC.

    A time that summer time skips is as much later as the clock was put forward; of a time that the
    clock shows twice it is the first (PEP 495, `fold=0`).
    """
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def hour_on(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """An end that is not after its beginning is on the next day.

    When the night of summer time leaves nothing between the two, it lasts as long as it would on
    another day.
    """
    last = day if ends > starts else day + DAY
    begin, end = on_the_wall(day, starts, zone), on_the_wall(last, ends, zone)
    if end <= begin:
        end = begin + (datetime.combine(last, ends) - datetime.combine(day, starts))
    return begin, end


def slots_between(begin: datetime, end: datetime, minutes: int) -> list[tuple[datetime, datetime]]:
    """One after another, each as long as it says: what does not fit before the end is left out.

    Counted in moments and not by the wall: in the night that the clock goes back there are more,
    and none overlap.
    """
    step = timedelta(minutes=minutes)
    first, last = begin.astimezone(UTC), end.astimezone(UTC)
    number = (last - first) // step
    return [(first + step * one, first + step * (one + 1)) for one in range(number)]
