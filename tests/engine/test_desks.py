"""Times at a desk by the clock on the wall, and how long one waits there."""

from datetime import UTC, date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from vaknet.engine.planning.slots import hour_on, on_the_wall, slots_between
from vaknet.engine.planning.waiting import minutes_to_wait

HERE = ZoneInfo("Europe/Amsterdam")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def walls(day: date, starts: time, ends: time, minutes: int) -> list[str]:
    made = slots_between(*hour_on(day, starts, ends, HERE), minutes)
    return [f"{begin.astimezone(HERE):%H.%M}" for begin, _end in made]


def test_an_ordinary_afternoon() -> None:
    assert walls(date(2026, 12, 10), time(13, 15), time(14, 30), 15) == [
        "13.15",
        "13.30",
        "13.45",
        "14.00",
        "14.15",
    ]


def test_what_does_not_fit_is_left_out() -> None:
    assert walls(date(2026, 12, 10), time(13), time(14), 25) == ["13.00", "13.25"]


def test_half_past_two_stays_half_past_two_in_both_seasons() -> None:
    winter, summer = (on_the_wall(date(2026, month, 8), time(14, 30), HERE) for month in (1, 7))
    assert (winter.hour, summer.hour) == (13, 12)


def test_across_midnight() -> None:
    assert walls(date(2026, 12, 31), time(23, 30), time(0, 30), 30) == ["23.30", "00.00"]


def test_the_night_that_skips_an_hour_has_fewer() -> None:
    assert walls(SPRING, time(1, 30), time(3, 30), 30) == ["01.30", "03.00"]


def test_a_time_that_is_skipped_is_an_hour_later() -> None:
    skipped = on_the_wall(SPRING, time(2, 30), HERE)
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert walls(SPRING, time(2, 30), time(3, 30), 30) == ["03.30", "04.00"]


def test_the_night_that_has_an_hour_twice_has_more_and_none_overlap() -> None:
    made = slots_between(*hour_on(AUTUMN, time(1, 30), time(3, 30), HERE), 30)
    assert len(made) == 6
    assert all(one[1] == other[0] for one, other in pairwise(made))


def test_who_is_third_at_one_desk() -> None:
    assert minutes_to_wait(2, experts=1, busy=1, usual=15) == 45
    assert minutes_to_wait(2, experts=1, busy=1, usual=15, lasted=[6, 8]) == 20


def test_two_experts_are_twice_as_quick() -> None:
    assert minutes_to_wait(3, experts=2, busy=2, usual=10) == 20


def test_with_an_expert_free_the_first_one_does_not_wait() -> None:
    assert minutes_to_wait(0, experts=2, busy=1, usual=15) == 0
    assert minutes_to_wait(1, experts=1, busy=0, usual=15) == 15


def test_without_an_expert_nothing_is_said() -> None:
    assert minutes_to_wait(4, experts=0, busy=0, usual=15) == 0


def test_who_has_a_time_goes_first() -> None:
    """Of the two times only the one that comes before she would be called."""
    assert minutes_to_wait(1, experts=1, busy=1, usual=10, booked=[12, 90]) == 30


def test_only_the_last_ones_count() -> None:
    lasted = [60.0] * 5 + [10.0] * 10
    assert minutes_to_wait(0, experts=1, busy=1, usual=15, lasted=lasted) == 10
