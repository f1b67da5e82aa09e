"""The line of a day: short, true, fair, and the same for the same facts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.planning import (
    AGAIN_AFTER,
    ENOUGH_ASKED,
    MOST_STOPS,
    REST,
    Act,
    Candidate,
    Reason,
    Shown,
    plan,
)

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def waits(kind: str, about: int = 1, *, days: float = 1, act: Act = Act.MEET) -> Candidate:
    return Candidate(kind, about, act, ago(days), waits=True)


def may(kind: str, about: int = 1, *, act: Act = Act.ANSWER, **known: object) -> Candidate:
    return Candidate(kind, about, act, ago(1), **({"strength": 0.5} | known))  # type: ignore[arg-type]


def shown(one: Candidate, days: int, *, skipped: bool = False, unexpected: bool = False) -> Shown:
    on = TODAY - timedelta(days=days)
    return Shown(one.kind, one.about, one.act, on, one.waits, skipped, unexpected)


def kinds(*candidates: Candidate, history: tuple[Shown, ...] = ()) -> list[str]:
    return [stop.kind for stop in plan(candidates, history, on=TODAY).stops]


def why_not(one: Candidate, *history: Shown) -> Reason | None:
    return plan([one], history, on=TODAY).left_out.get(one)


def test_with_nothing_to_do_the_line_is_empty() -> None:
    assert plan([], [], on=TODAY).stops == []


def test_who_waits_longest_is_on_top_and_then_the_four_acts_in_their_order() -> None:
    request, introduce = waits("request", days=2), waits("introduce", days=5, act=Act.ANSWER)
    share, congratulate = may("share", act=Act.SHARE), may("role", act=Act.CONGRATULATE)
    assert kinds(share, request, congratulate, introduce) == [
        "introduce",
        "request",
        "role",
        "share",
    ]


def test_a_line_has_four_stops_and_the_others_say_why_they_are_not_there() -> None:
    people = [waits(kind, days=days) for days, kind in enumerate("abcde", start=1)]
    answer = may("answer")
    planned = plan([*people, answer], [], on=TODAY)
    assert [one.kind for one in planned.stops] == ["e", "d", "c", "b"]
    assert planned.left_out == {people[0]: Reason.LINE_IS_FULL, answer: Reason.LINE_IS_FULL}


def test_of_each_kind_one_person_waits_on_the_line_and_the_others_on_another_day() -> None:
    first, second = waits("request", 1, days=5), waits("request", 2, days=2)
    planned = plan([second, first], [], on=TODAY)
    assert planned.stops == [first]
    assert planned.left_out == {second: Reason.ANOTHER_WAITS_LONGER}


def test_a_stronger_claim_goes_before_a_longer_wait() -> None:
    person = Candidate("request", 1, Act.MEET, ago(1), waits=True, strength=1.0)
    promise = Candidate("step", 2, Act.MEET, ago(9), waits=True, strength=0.8)
    assert plan([promise, person], [], on=TODAY).stops == [person, promise]


def test_where_somebody_waits_for_an_act_nothing_of_that_sort_is_suggested() -> None:
    asked, answer = waits("answer", 7, act=Act.ANSWER), may("answer", 8)
    planned = plan([answer, asked], [], on=TODAY)
    assert planned.stops == [asked]
    assert planned.left_out == {answer: Reason.SOMEBODY_WAITS}


def test_of_each_act_the_best_and_no_more() -> None:
    weak, strong = may("answer", 1, strength=0.5), may("answer", 2, strength=0.9)
    planned = plan([weak, strong], [], on=TODAY)
    assert planned.stops == [strong]
    assert planned.left_out == {weak: Reason.ANOTHER_IS_BETTER}


def test_what_was_skipped_comes_back_once_after_some_days() -> None:
    answer, days = may("answer"), AGAIN_AFTER.days
    rests = REST[Act.ANSWER].days
    assert why_not(answer, shown(answer, days - 1, skipped=True)) is Reason.SKIPPED
    assert why_not(answer, shown(answer, days, skipped=True)) is None
    twice = (shown(answer, 30, skipped=True), shown(answer, rests + 1, skipped=True))
    assert why_not(answer, *twice) is Reason.SKIPPED


def test_a_person_who_waits_and_was_skipped_comes_back_the_next_day_and_once() -> None:
    request = waits("request", days=30)
    assert why_not(request, shown(request, 1, skipped=True)) is None
    twice = (shown(request, 2, skipped=True), shown(request, 1, skipped=True))
    assert why_not(request, *twice) is Reason.SKIPPED


def test_what_she_leaves_standing_three_days_is_not_offered_again() -> None:
    answer = may("answer")
    assert why_not(answer, *(shown(answer, day) for day in (1, 2))) is None
    assert why_not(answer, *(shown(answer, day) for day in (1, 2, 3))) is Reason.SHOWN_ENOUGH


def test_who_waits_is_shown_longer_but_not_for_ever() -> None:
    request = waits("request", days=30)
    assert why_not(request, *(shown(request, day) for day in range(1, 10))) is None
    days = [shown(request, day) for day in range(1, 11)]
    assert why_not(request, *days) is Reason.SHOWN_ENOUGH


def test_who_asks_again_is_not_who_was_skipped_before() -> None:
    again = waits("request", days=1)
    long_ago = [shown(again, day, skipped=True) for day in (20, 21)]
    assert why_not(again, *long_ago) is None


def test_what_she_saw_weeks_ago_is_another_request_now() -> None:
    old, lately = may("answer", 1), may("answer", 2)
    assert why_not(old, shown(old, 20), shown(lately, 2)) is Reason.RESTS


def test_to_tell_a_first_thing_is_no_reason_to_rest() -> None:
    tell = may("tell", act=Act.TELL)
    assert why_not(may("answer"), shown(tell, 1)) is None
    assert why_not(tell, shown(tell, 1)) is None


@pytest.mark.parametrize("act", [Act.ANSWER, Act.SHARE, Act.MEET])
def test_nobody_is_asked_for_help_twice_a_week(act: Act) -> None:
    before, now = may("x", 1, act=act), may("x", 2, act=act)
    assert why_not(now, shown(before, 6)) is Reason.RESTS
    assert why_not(now, shown(before, 7)) is None


def test_that_somebody_asked_her_by_name_is_no_reason_to_rest() -> None:
    by_name, now = waits("answer", 1, act=Act.ANSWER), may("answer", 2)
    assert why_not(now, shown(by_name, 1)) is None


def test_each_role_may_be_congratulated() -> None:
    one, other = may("role", 1, act=Act.CONGRATULATE), may("role", 2, act=Act.CONGRATULATE)
    assert why_not(other, shown(one, 1)) is None


def test_a_question_goes_to_few_and_to_who_was_not_asked_yet() -> None:
    asked = may("answer", 1, strength=0.6, asked=ENOUGH_ASKED - 1)
    fresh = may("answer", 2, strength=0.5)
    assert plan([asked, fresh], [], on=TODAY).stops == [fresh]
    assert why_not(may("answer", 3, asked=ENOUGH_ASKED)) is Reason.OTHERS_ASKED


def test_a_newcomer_is_seen() -> None:
    known, new = may("answer", 1, strength=0.6), may("answer", 2, strength=0.5, newcomer=True)
    assert plan([known, new], [], on=TODAY).stops == [new]


def test_of_two_that_are_as_good_the_newest() -> None:
    old = Candidate("answer", 1, Act.ANSWER, ago(9), strength=0.5)
    new = Candidate("answer", 2, Act.ANSWER, ago(1), strength=0.5)
    assert plan([old, new], [], on=TODAY).stops == [new]


def person(number: int, *, unexpected: bool = False, strength: float = 0.5) -> Candidate:
    return may("meet", number, act=Act.MEET, unexpected=unexpected, strength=strength)


def test_now_and_then_somebody_unexpected() -> None:
    usual, unexpected = person(8, strength=0.9), person(9, unexpected=True)
    met = [shown(person(number), 7 * number) for number in (1, 2, 3)]
    assert plan([usual, unexpected], met[:2], on=TODAY).stops == [usual]
    assert plan([usual, unexpected], met, on=TODAY).stops == [unexpected]
    lately = shown(person(4, unexpected=True), 8, unexpected=True)
    assert plan([usual, unexpected], [*met[1:], lately], on=TODAY).stops == [usual]


def test_without_the_one_the_other() -> None:
    met = [shown(person(number), 7 * number) for number in (1, 2, 3)]
    assert kinds(person(8), history=tuple(met)) == ["meet"]
    assert kinds(person(9, unexpected=True)) == ["meet"]


def test_one_person_shown_on_three_days_was_met_once() -> None:
    met = [shown(person(1), day) for day in (8, 9, 10)]
    usual, unexpected = person(8), person(9, unexpected=True)
    assert plan([usual, unexpected], met, on=TODAY).stops == [usual]


some = st.builds(
    Candidate,
    kind=st.sampled_from("abc"),
    about=st.integers(1, 6),
    act=st.sampled_from(Act),
    since=st.integers(0, 60).map(ago),
    waits=st.booleans(),
    strength=st.floats(0, 1),
    asked=st.integers(0, 9),
    newcomer=st.booleans(),
    unexpected=st.booleans(),
)
before = st.builds(
    shown,
    some,
    st.integers(1, 60),
    skipped=st.booleans(),
    unexpected=st.booleans(),
)


@given(st.lists(some, max_size=12, unique_by=lambda one: one.key), st.lists(before, max_size=20))
def test_always_short_explained_and_the_same(
    candidates: list[Candidate], history: list[Shown]
) -> None:
    planned = plan(candidates, history, on=TODAY)
    assert len(planned.stops) <= MOST_STOPS
    assert {*planned.stops, *planned.left_out} == set(candidates)
    suggested = [one.act for one in planned.stops if not one.waits]
    assert len(suggested) == len(set(suggested))
    again = plan(reversed(candidates), [*reversed(history)], on=TODAY)
    assert set(again.stops) == set(planned.stops)
