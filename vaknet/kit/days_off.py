"""Public holidays."""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

SUNDAY = 6
AROUND_EASTER = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension, Whit Monday


def is_holiday(day: date, country: str) -> bool:
    """Of the Netherlands (`NL`) we know them; of any other country no day is one."""
    return country == "NL" and day in _dutch(day.year)


@cache
def _dutch(year: int) -> frozenset[date]:
    """Algemene termijnenwet, article 3; the birthday of the king is kept on a Saturday when it is
    a Sunday."""
    moving = {easter(year) + timedelta(days=days) for days in AROUND_EASTER}
    king = date(year, 4, 27)
    king -= timedelta(days=king.weekday() == SUNDAY)
    christmas = {date(year, 12, 25), date(year, 12, 26)}
    return frozenset(moving | christmas | {date(year, 1, 1), king, date(year, 5, 5)})
