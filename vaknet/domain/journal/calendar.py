"""When an issue comes out. Days are those of the network's own time zone."""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localtime

HOUR = time(17)  # until then the editors have the day to themselves


def week_of(moment: datetime) -> tuple[int, int]:
    """ISO year and week."""
    year, week, _day = localtime(moment).isocalendar()
    return year, week


def last_due(weekday: int, now: datetime) -> datetime:
    """The last moment on which an issue should have been out."""
    today = localtime(now).date()
    day = today - timedelta(days=(today.isoweekday() - weekday) % 7)
    due = _at_hour(day)
    return due if due <= now else _at_hour(day - timedelta(days=7))


def next_day(weekday: int, published_at: datetime | None, now: datetime) -> date:
    """When the next issue is to be expected: of this week, or when that is out of the next."""
    today = localtime(now).date()
    day = today + timedelta(days=weekday - today.isoweekday())
    is_out = published_at is not None and week_of(published_at) == week_of(now)
    return day + timedelta(days=7) if is_out or day < today else day


def _at_hour(day: date) -> datetime:
    return datetime.combine(day, HOUR, get_current_timezone())
