"""Moments in words, the way people say them."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_time


def day_in_words(day: date, language: str, *, today: date) -> str:
    """ "donderdag 10 december", with the year when it is another one than today's."""
    return _written(day, "EEEE d MMMM" + _year(day, today), language[:2])


def short_day_in_words(day: date, language: str, *, today: date) -> str:
    """ "10 dec", with the year when it is another one than today's."""
    return _written(day, "d MMM" + _year(day, today), language[:2]).replace(".", "")


def date_in_words(day: date, language: str, *, today: date) -> str:
    """ "10 december", with the year when it is another one than today's."""
    return _written(day, "d MMMM" + _year(day, today), language[:2])


def month_in_words(day: date, language: str) -> str:
    """ "maart 2021"."""
    return format_skeleton("yMMMM", day, locale=language[:2])


def short_month_in_words(day: date, language: str) -> str:
    """ "mrt"."""
    return _written(day, "MMM", language[:2]).replace(".", "").lower()


def clock_in_words(moment: datetime, language: str) -> str:
    """ "9.30 uur" in Dutch, "9:30" in English. `moment` is in the zone to be shown."""
    short = short_clock(moment, language)
    return f"{short} uur" if language.startswith("nl") else short


def short_clock(moment: datetime, language: str) -> str:
    """ "9.30" in Dutch, "9:30" in English: where it is seen to be a time."""
    if language.startswith("nl"):
        return f"{moment.hour}.{moment.minute:02d}"
    return format_time(moment, "H:mm", locale="en")


def moment_in_words(moment: datetime, language: str) -> str:
    """ "donderdag 10 december 2026, 9.30 uur": in a letter the year is always there."""
    day = _written(moment.date(), "EEEE d MMMM y", language[:2])
    return f"{day}, {clock_in_words(moment, language)}"


def _year(day: date, today: date) -> str:
    return "" if day.year == today.year else " y"


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    """Kept: a page of answers names few days, many times, and babel takes 50 µs for each."""
    return format_date(day, pattern, locale=language)
