"""How an event repeats (RFC 5545, 3.3.10): its times within a window, without those before it.

dateutil walks from the first time on; a rule without an end that began long ago is therefore first
brought near the window, by whole steps of its own.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import takewhile
from typing import Any

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday, weekdays

from vaknet.kit.calendar_values import Line, Moment, moments

FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), weekdays, strict=True))
BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
# The largest number that each list may hold; all but the months may count from the end.
LISTS = {
    "BYMONTH": 12,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 53,
    "BYSETPOS": 366,
}
MOST_DAYS = 60
MOST_STEPS = 1_000
MOST_TIMES = 100_000


class UnknownRule(Exception):
    """By the hour or shorter, or no rule at all: no calendar of a person has those."""


def starts(text: str, first: Moment, since: datetime, until: datetime) -> Iterator[datetime]:
    """From `since` up to `until`, as the clock on the wall says. Raises UnknownRule."""
    told = _told(text)
    rule = _rule(told, first.wall)
    if "UNTIL" in told:
        until = min(until, _end(told["UNTIL"], first.zone))
    begin = first.wall if "COUNT" in told else _nearer(rule, first.wall, since)
    found = takewhile(until.__ge__, rrule(dtstart=begin, cache=False, **rule))
    return (moment for moment in found if moment >= since)


def _told(text: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in text.upper().split(";") if pair]
    told = {name: value for name, _is, value in pairs}
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *LISTS}
    if told.keys() - known or told.get("FREQ") not in FREQUENCIES:
        raise UnknownRule
    return told


def _rule(told: dict[str, str], first: datetime) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "freq": FREQUENCIES[told["FREQ"]],
        "interval": _number(told.get("INTERVAL", "1"), 1, MOST_STEPS),
        "wkst": DAYS.get(told.get("WKST", "MO"), DAYS["MO"]),
    }
    if "COUNT" in told:
        rule["count"] = _number(told["COUNT"], 1, MOST_TIMES)
    for name, largest in LISTS.items():
        if name in told:
            least = 1 if name == "BYMONTH" else -largest
            numbers = {_number(one, least, largest) for one in told[name].split(",", 400)}
            rule[name.lower()] = sorted(numbers)
    if "BYDAY" in told:
        rule["byweekday"] = [_day(one) for one in told["BYDAY"].split(",", MOST_DAYS)]
    return rule | _as_the_first(rule, first)


def _as_the_first(rule: dict[str, Any], first: datetime) -> dict[str, Any]:
    """What dateutil would take from the first time: said, since that is moved."""
    if rule.keys() & {"byweekday", "bymonthday", "byyearday", "byweekno"}:
        return {}
    if rule["freq"] == WEEKLY:
        return {"byweekday": [weekdays[first.weekday()]]}
    if rule["freq"] == MONTHLY:
        return {"bymonthday": [first.day]}
    if rule["freq"] == YEARLY:
        return {"bymonthday": [first.day], "bymonth": rule.get("bymonth", [first.month])}
    return {}


def _nearer(rule: dict[str, Any], first: datetime, since: datetime) -> datetime:
    """By whole intervals, to the last step that is wholly before `since`."""
    step = int(rule["interval"])
    gap = (since - first).days
    if rule["freq"] in {DAILY, WEEKLY}:
        length = step * (7 if rule["freq"] == WEEKLY else 1)
        return first + timedelta(days=max(gap // length - 1, 0) * length)
    months = step * (12 if rule["freq"] == YEARLY else 1)
    apart = (since.year - first.year) * 12 + since.month - first.month
    moved = max(apart // months - 1, 0) * months
    if not moved:
        return first
    year, month = divmod(first.year * 12 + first.month - 1 + moved, 12)
    return first.replace(year=year, month=month + 1, day=1)


def _number(text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,6}", text, re.ASCII) or not least <= int(text) <= most:
        raise UnknownRule
    if int(text) == 0:
        raise UnknownRule
    return int(text)


def _day(text: str) -> weekday:
    found = BY_DAY.fullmatch(text)
    if found is None:
        raise UnknownRule
    return DAYS[found[2]](_number(found[1], -53, 53)) if found[1] else DAYS[found[2]]


def _end(text: str, zone: tzinfo) -> datetime:
    """On the clock of the first time. A day counts whole."""
    found = next(moments(Line("", text), UTC), None)
    if found is None:
        raise UnknownRule
    if found.is_day:
        return found.wall + timedelta(days=1) - timedelta(seconds=1)
    if not text.endswith("Z"):
        return found.wall
    return found.at.astimezone(zone).replace(tzinfo=None)
