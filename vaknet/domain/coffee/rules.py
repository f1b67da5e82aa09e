"""When coffee is drawn, and what may still be said of it."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vaknet.domain.coffee.models import CoffeeSeat, CoffeeWish, Often
from vaknet.kit.time import after_working_days, is_working_day

OFFICE_CLOCK = ZoneInfo("Europe/Amsterdam")
REACHES = (5, 10, 25, 50)
# Two for each working day: before and after noon.
PARTS = range(10)
# Who met does not meet again for so long.
NOT_AGAIN = timedelta(days=365)
WAITS, REMINDED_AFTER = 3, 1  # working days
FRIDAY = 4


def week_ends_on(today: date) -> date:
    """The last day of "this week": that is the next one when no working day is left of it after
    today."""
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    while not _is_working_day_left(today, friday):
        friday += timedelta(days=7)
    return friday


def _is_working_day_left(today: date, ends_on: date) -> bool:
    days = range(1, max(0, (ends_on - today).days) + 1)
    return any(is_working_day(today + timedelta(days=more)) for more in days)


def is_last_pass(wish: CoffeeWish, today: date) -> bool:
    """Whether no working day is left for what was for once."""
    return wish.ends_on is not None and not _is_working_day_left(today, wish.ends_on)


def round_of(often: Often, today: date) -> date | None:
    """The day by which the round is called that is due now, or None: on days off, and before the
    first working day of a month, nothing is."""
    if often == Often.ONCE:
        return today if is_working_day(today) else None
    first = today.replace(day=1)
    days = (first + timedelta(days=more) for more in range((today - first).days + 1))
    return first if any(is_working_day(day) for day in days) else None


def month_ends_on(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def stands(wish: CoffeeWish, today: date) -> bool:
    """Whether she looks for coffee still."""
    return wish.until is None and (wish.ends_on is None or wish.ends_on >= today)


def is_snoozed(wish: CoffeeWish, today: date) -> bool:
    return wish.snoozed_until is not None and wish.snoozed_until >= today


def waits_until(drawn_at: datetime) -> datetime:
    """By when they say yes: three working days, for everybody the same."""
    return after_working_days(drawn_at, WAITS, zone=OFFICE_CLOCK)


def reminded_from(drawn_at: datetime) -> datetime:
    return after_working_days(drawn_at, REMINDED_AFTER, zone=OFFICE_CLOCK)


def may_say(seat: CoffeeSeat) -> bool:
    """Yes or no, as long as she said neither and it is not over."""
    return seat.accepted_at is None and seat.declined_at is None and seat.match.ended_at is None


def may_say_no(seat: CoffeeSeat, *, is_agreed: bool) -> bool:
    """Also after her own yes, as long as nobody else said it."""
    return seat.declined_at is None and seat.match.ended_at is None and not is_agreed


def may_say_met(seat: CoffeeSeat, *, is_agreed: bool) -> bool:
    return seat.accepted_at is not None and is_agreed
