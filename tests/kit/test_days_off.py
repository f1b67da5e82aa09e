"""Days on which most people in a country are free."""

from datetime import date, timedelta

import pytest

from vaknet.kit.days_off import is_holiday

# As the government publishes them for 2026.
DUTCH = {
    date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 5),
    date(2026, 5, 14), date(2026, 5, 25), date(2026, 12, 25), date(2026, 12, 26),
}  # fmt: skip


def test_the_dutch_holidays_of_a_year() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    assert {day for day in days if is_holiday(day, "NL")} == DUTCH


@pytest.mark.parametrize(("year", "day"), [(2031, 26), (2032, 27)])
def test_the_king_is_not_celebrated_on_a_sunday(year: int, day: int) -> None:
    assert is_holiday(date(year, 4, day), "NL")
    assert not is_holiday(date(year, 4, 53 - day), "NL")


def test_elsewhere_no_day_is_known() -> None:
    assert not is_holiday(date(2026, 12, 25), "none")
