"""Days that come back, in words."""

from datetime import date

from babel.dates import format_date
from django.utils.translation import get_language, pgettext

WEEK = 7
FIFTH = 5


def weekday(day: date) -> str:
    """ "donderdag"."""
    return format_date(day, "EEEE", locale=(get_language() or "nl")[:2])


def nth_weekday(day: date) -> str:
    """ "derde donderdag": a fifth one is the last."""
    nth = (day.day - 1) // WEEK + 1
    words = {
        1: pgettext("weekday of a month", "first"),
        2: pgettext("weekday of a month", "second"),
        3: pgettext("weekday of a month", "third"),
        4: pgettext("weekday of a month", "fourth"),
        FIFTH: pgettext("weekday of a month", "last"),
    }
    return f"{words[nth]} {weekday(day)}"
