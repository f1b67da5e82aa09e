"""Three working days, in the country where Vaknet was born."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.time import after_working_days, dutch_holidays, easter, is_working_day

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1961, date(1961, 4, 2)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year, sunday):
    assert easter(year) == sunday


@given(st.integers(1600, 4000))
def test_easter_is_a_sunday_between_its_bounds(year):
    sunday = easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


def test_the_holidays_of_2026():
    assert sorted(dutch_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 4, 27),
        date(2026, 5, 5),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


def test_the_king_does_not_celebrate_on_a_sunday():
    assert date(2025, 4, 26) in dutch_holidays(2025)
    assert date(2025, 4, 27) not in dutch_holidays(2025)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (at(2026, 11, 23, 10, 30), at(2026, 11, 26, 10, 30)),  # Monday: Thursday
        (at(2026, 11, 26, 16, 0), at(2026, 12, 1, 16, 0)),  # Thursday: over the weekend
        (at(2026, 11, 28, 11, 0), at(2026, 12, 3, 0, 0)),  # Saturday counts as Monday morning
        (at(2026, 12, 23, 9, 0), at(2026, 12, 29, 9, 0)),  # over Christmas
        (at(2026, 4, 2, 9, 0), at(2026, 4, 9, 9, 0)),  # over Good Friday and Easter Monday
        (at(2026, 3, 27, 9, 0), at(2026, 4, 1, 9, 0)),  # the clock goes forward on the 29th
    ],
)
def test_three_working_days(asked, due):
    assert after_working_days(asked, 3, zone=AMSTERDAM) == due


def test_the_wall_clock_counts_not_utc():
    asked = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)  # 9.00 in Amsterdam, still winter time
    assert after_working_days(asked, 3, zone=AMSTERDAM).hour == 9


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.times(), st.integers(1, 30))
def test_the_end_is_a_working_day_and_later(day, clock, days):
    asked = datetime.combine(day, clock, tzinfo=UTC)
    due = after_working_days(asked, days, zone=AMSTERDAM)
    assert due > asked
    assert is_working_day(due.date())
