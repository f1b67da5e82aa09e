"""Days that come back, as people say them."""

from datetime import date, time

import pytest

from vaknet.kit.recurrence import Every, Repeat, days_of, moment_at, rule_of

THURSDAY = date(2026, 12, 17)  # the third one of December


def days(every: Every, first: date, until: date, *, last: date | None = None) -> list[date]:
    return days_of(rule_of(Repeat(every, last), first), first, after=first, until=until)


def test_every_third_thursday() -> None:
    assert rule_of(Repeat(Every.MONTH_WEEKDAY), THURSDAY) == "FREQ=MONTHLY;BYDAY=3TH"
    assert days(Every.MONTH_WEEKDAY, THURSDAY, date(2027, 3, 31)) == [
        date(2027, 1, 21),
        date(2027, 2, 18),
        date(2027, 3, 18),
    ]


def test_a_fifth_thursday_is_the_last_one() -> None:
    fifth = date(2026, 12, 31)
    assert rule_of(Repeat(Every.MONTH_WEEKDAY), fifth) == "FREQ=MONTHLY;BYDAY=-1TH"
    assert days(Every.MONTH_WEEKDAY, fifth, date(2027, 2, 28)) == [
        date(2027, 1, 28),
        date(2027, 2, 25),
    ]


def test_every_week_and_every_other() -> None:
    until = date(2027, 1, 14)
    assert [day.day for day in days(Every.WEEK, THURSDAY, until)] == [24, 31, 7, 14]
    assert [day.day for day in days(Every.FORTNIGHT, THURSDAY, until)] == [31, 14]


def test_on_the_31st_only_where_there_is_one() -> None:
    found = days(Every.MONTH_DAY, date(2026, 12, 31), date(2027, 5, 31))
    assert [(day.month, day.day) for day in found] == [(1, 31), (3, 31), (5, 31)]


def test_a_last_day_counts() -> None:
    last = date(2026, 12, 31)
    assert days(Every.WEEK, THURSDAY, date(2030, 1, 1), last=last) == [date(2026, 12, 24), last]


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (date(2026, 12, 17), time(9, 30), "2026-12-17T08:30:00"),
        (date(2027, 7, 15), time(9, 30), "2027-07-15T07:30:00"),
        # Half past two comes twice in October: the first, still in summer time.
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30:00"),
        # and is skipped in March: counted on, it is half past three.
        (date(2027, 3, 28), time(2, 30), "2027-03-28T01:30:00"),
    ],
)
def test_the_clock_on_the_wall(day: date, clock: time, utc: str) -> None:
    found = moment_at(day, clock, "Europe/Amsterdam")
    assert (found - found.utcoffset()).replace(tzinfo=None).isoformat() == utc


def test_a_skipped_hour_is_an_hour_later() -> None:
    assert moment_at(date(2027, 3, 28), time(2, 30), "Europe/Amsterdam").time() == time(3, 30)
