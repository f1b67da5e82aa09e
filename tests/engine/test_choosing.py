"""Who is shown: within reach, not all of one place, and in turn."""

import pytest

from vaknet.engine.ranking import Choice, chosen, closeness, score, with_confirmations

HERE, THERE = frozenset({1}), frozenset({2})


def people(*scores, **more):
    return [Choice(number, worth, **more) for number, worth in enumerate(scores, 1)]


def test_nearer_counts_for_more():
    assert score(10, 1) > score(10, 2) > score(10, 3) > score(10, None)


@pytest.mark.parametrize("degree", [2, 3])
def test_a_way_of_strong_ties_is_nearer(degree):
    assert closeness(degree, 0.9) > closeness(degree, 0.1) > closeness(None)
    assert closeness(degree, 1.0) < closeness(degree - 1, 1.0)


def test_many_who_wait_make_room_for_another():
    assert score(10, 1, waiting=3) == score(10, 1) / 2


def test_what_others_saw_counts_a_little():
    assert with_confirmations(10, 0) == 10
    assert with_confirmations(10, 1) == 11
    assert with_confirmations(10, 3) == 12


def test_by_score_when_nothing_else_is_known():
    assert chosen(people(3.0, 9.0, 5.0), 2) == [2, 3]
    assert chosen([], 5) == []
    assert chosen(people(0.0, 0.0), 5) == [1, 2]


def test_the_second_of_one_place_makes_room_for_who_is_nearly_as_good():
    rows = [Choice(1, 10, HERE), Choice(2, 9, HERE), Choice(3, 8, THERE), Choice(4, 2, frozenset())]
    assert chosen(rows, 4) == [1, 3, 2, 4]


def test_but_not_for_who_is_much_less():
    assert chosen([Choice(1, 10, HERE), Choice(2, 9, HERE), Choice(3, 4, THERE)], 3) == [1, 2, 3]


def test_of_five_places_one_is_for_who_is_seldom_asked():
    rows = [*people(10.0, 9.0, 8.0, 7.0, 6.0, asked=4), Choice(6, 5.0, asked=1)]
    assert chosen(rows, 6) == [1, 2, 3, 4, 6, 5]


def test_who_does_not_fit_gets_no_place_for_that():
    rows = [*people(10.0, 9.0, 8.0, 7.0, 6.0, asked=4), Choice(6, 2.9)]
    assert chosen(rows, 6) == [1, 2, 3, 4, 5, 6]


def test_when_one_of_them_is_there_no_place_is_kept():
    rows = [Choice(1, 10.0, asked=9), *[Choice(n, 10.0 - n) for n in range(2, 8)]]
    assert chosen(rows, 5) == [1, 2, 3, 4, 5]


def test_each_next_five_has_such_a_place_of_its_own():
    busy = people(*(20.0 - n for n in range(12)), asked=4)
    rows = [*busy, Choice(20, 8.0), Choice(21, 7.0)]
    found = chosen(rows, 10)
    assert (found[4], found[9]) == (20, 21)
