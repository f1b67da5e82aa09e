"""Moments in words are of the clock here, not of the one of the database."""

from datetime import UTC, date, datetime

import pytest

from vaknet.interfaces.web.templatetags import look

HALF_AN_HOUR_INTO_DECEMBER = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", [HALF_AN_HOUR_INTO_DECEMBER, date(2026, 12, 1)])
def test_the_month_of_the_first_half_hour(at: date) -> None:
    assert (look.month(at), look.day_number(at)) == ("december 2026", 1)
