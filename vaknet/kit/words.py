"""Moments in words, the way people say them."""

from datetime import date, datetime

from babel.dates import format_date, format_time


def day_in_words(day: date, language: str, *, today: date) -> str:
    """ "donderdag 10 december", with the year when it is another one than today's."""
    pattern = "EEEE d MMMM" if day.year == today.year else "EEEE d MMMM y"
    return format_date(day, pattern, locale=language[:2])


def clock_in_words(moment: datetime, language: str) -> str:
    """ "9.30 uur" in Dutch, "9:30" in English. `moment` is in the zone to be shown."""
    if language.startswith("nl"):
        return f"{moment.hour}.{moment.minute:02d} uur"
    return format_time(moment, "H:mm", locale="en")


def moment_in_words(moment: datetime, language: str) -> str:
    """ "donderdag 10 december 2026, 9.30 uur": in a letter the year is always there."""
    day = format_date(moment, "EEEE d MMMM y", locale=language[:2])
    return f"{day}, {clock_in_words(moment, language)}"
