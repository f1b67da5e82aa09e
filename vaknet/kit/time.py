"""Working days in the Netherlands.

Holidays are those of the Algemene termijnenwet, art. 3: the days on which no term of the law
ends. Easter by the anonymous Gregorian algorithm (Nature, 20 April 1876).
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

SATURDAY = 5
SUNDAY = 6


def easter(year: int) -> date:
    """Easter Sunday of the western churches."""
    century, rest = divmod(year, 100)
    golden = year % 19
    leaps, skipped = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def dutch_holidays(year: int) -> frozenset[date]:
    """Holidays that may fall on a working day; King's Day moves to Saturday from a Sunday."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.weekday() == SUNDAY:
        kings_day -= timedelta(days=1)
    return frozenset(
        {
            date(year, 1, 1),
            sunday - timedelta(days=2),  # Good Friday
            sunday + timedelta(days=1),  # Easter Monday
            kings_day,
            date(year, 5, 5),
            sunday + timedelta(days=39),  # Ascension Day
            sunday + timedelta(days=50),  # Whit Monday
            date(year, 12, 25),
            date(year, 12, 26),
        }
    )


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in dutch_holidays(day.year)


def after_working_days(moment: datetime, days: int, *, zone: ZoneInfo) -> datetime:
    """The same time of day, that many working days later.

    What happens on a day off counts as happening when the next working day begins.
    Time of day is the clock on the wall in `zone`, so a change to summer time does not move it.
    """
    local = moment.astimezone(zone)
    day, clock = local.date(), local.time()
    if not is_working_day(day):
        day, clock = _next_working_day(day), time()
    for _ in range(days):
        day = _next_working_day(day)
    return datetime.combine(day, clock, tzinfo=zone)


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
