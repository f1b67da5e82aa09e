"""Tried again soon, then seldom, and after a week not any more."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.activitypub.patience import (
    ASKED_AT_MOST,
    FAILURES,
    LONGEST,
    SPREAD,
    STEPS,
    Outcome,
    asked_to_wait,
    next_try,
    outcome,
    pause,
    rest,
)

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
chances = st.floats(0, 1, exclude_max=True)
tries = st.integers(1, 1_000)


@given(st.integers(0, 1_000), chances)
def test_a_pause_is_near_its_step_and_never_longer_than_a_day_and_a_bit(many, chance) -> None:
    step = STEPS[min(max(many, 1), len(STEPS)) - 1]
    assert step * (1 - SPREAD) <= pause(many, chance) <= step * (1 + SPREAD)
    assert pause(many, chance) <= pause(many + 1, chance)


@given(tries, chances, st.timedeltas(timedelta(0), 2 * LONGEST))
def test_it_is_tried_again_within_a_week_and_not_after(many, chance, age) -> None:
    found = next_try(many, first=NOW - age, now=NOW, chance=chance)
    if age >= LONGEST:
        assert found is None
    else:
        assert found is not None
        assert NOW < found <= NOW - age + LONGEST


@given(st.lists(chances, min_size=40, max_size=40))
def test_whoever_is_always_refused_is_given_up_after_some_tries(many) -> None:
    now, count = NOW, 0
    while now is not None:
        count += 1
        now = next_try(count, first=NOW, now=now, chance=many[count])
    assert 11 <= count <= 16


@given(tries, chances, st.timedeltas(timedelta(0), ASKED_AT_MOST))
def test_who_asks_to_be_left_alone_is(many, chance, asked) -> None:
    found = next_try(many, first=NOW, now=NOW, chance=chance, asked=asked)
    assert found is not None
    assert found >= NOW + asked


@given(st.integers(0, 1_000), chances)
def test_a_server_rests_after_some_failures_in_a_row(many, chance) -> None:
    found = rest(many, chance)
    assert (found is None) == (many < FAILURES)
    assert found is None or found <= pause(many, chance)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, Outcome.ARRIVED),
        (202, Outcome.ARRIVED),
        (301, Outcome.REFUSED),
        (400, Outcome.REFUSED),
        (401, Outcome.LATER),
        (403, Outcome.REFUSED),
        (404, Outcome.GONE),
        (408, Outcome.LATER),
        (410, Outcome.GONE),
        (429, Outcome.LATER),
        (500, Outcome.LATER),
        (530, Outcome.LATER),
    ],
)
def test_what_a_status_means(status: int, expected: Outcome) -> None:
    assert outcome(status) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 30 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Mon, 30 Nov 2026 13:00:00 -0000", timedelta(hours=1)),
        ("Mon, 30 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("9" * 400, ASKED_AT_MOST),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 01 Jan 2026 00:00:00 +99999999999999999999", None),
    ],
)
def test_how_long_it_asks_to_stay_away(said: str, expected: timedelta | None) -> None:
    assert asked_to_wait(said, now=NOW) == expected


numbers = st.one_of(st.integers(), st.integers(10**8, 10**40))
moments = st.builds("Mon, {:02d} Jan {} {}:{}:00 {}".format, *[numbers] * 4, st.text(max_size=30))


@given(st.one_of(st.text(), numbers.map(str), moments))
def test_whatever_it_says_the_wait_is_a_day_at_most_or_unsaid(said: str) -> None:
    asked = asked_to_wait(said, now=NOW)
    assert asked is None or timedelta(0) <= asked <= ASKED_AT_MOST
