"""The dates that LinkedIn writes: English months, whatever the language of the account."""

import re
from datetime import date

from vaknet.engine.linkedin.export import PartialDate

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EARLIEST, LATEST = 1900, 2100
_DAY = re.compile(r"(\d{1,2}) ([A-Za-z]{3})[a-z]*\.? (\d{4})", re.ASCII)
_MONTH = re.compile(r"(?:([A-Za-z]{3})[a-z]*\.? )?(\d{4})", re.ASCII)
_NUMBERS = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?(?: .*)?", re.ASCII)


def partial_date(text: str) -> PartialDate | None:
    """ "Mar 2019", "2019", and the forms with a day; None for what is no date."""
    text = " ".join(text.split())
    if found := _MONTH.fullmatch(text):
        return _partial(int(found[2]), _month(found[1]) if found[1] else None)
    if found := _NUMBERS.fullmatch(text):
        return _partial(int(found[1]), int(found[2]))
    day = whole_date(text)
    return PartialDate(day.year, day.month) if day else None


def whole_date(text: str) -> date | None:
    """ "05 Mar 2019"."""
    found = _DAY.fullmatch(" ".join(text.split()))
    if not found:
        return None
    try:
        day = date(int(found[3]), _month(found[2]), int(found[1]))
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


def _month(word: str) -> int:
    """Zero for a word that is no month."""
    return MONTHS.index(word.lower()) + 1 if word.lower() in MONTHS else 0


def _partial(year: int, month: int | None) -> PartialDate | None:
    good = EARLIEST <= year <= LATEST and (month is None or 1 <= month <= 12)
    return PartialDate(year, month) if good else None
