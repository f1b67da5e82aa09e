"""Whom to ask: who knows most, in turn."""

from collections import Counter

import pytest

from vaknet.engine.ranking import burden, invitees

MARIT, NOOR, BRAM, JOOST, SAMIRA = range(1, 6)
FITTING = [(MARIT, 10.0), (NOOR, 9.0), (BRAM, 8.0), (JOOST, 4.0), (SAMIRA, 1.0)]


def test_who_knows_most_is_asked_first():
    assert invitees(FITTING, {}) == [MARIT, NOOR, BRAM]


def test_who_was_asked_just_now_makes_room():
    assert invitees(FITTING, {MARIT: 2.0}) == [NOOR, BRAM, JOOST]


def test_a_request_counts_half_after_a_month():
    assert burden([0]) == 1
    assert burden([30]) == 0.5
    assert burden([0, 30, 60]) == 1.75
    assert burden([]) == 0
    assert burden([3650]) == pytest.approx(0)


def test_over_many_questions_everybody_who_fits_has_a_turn():
    asked = Counter[int]()
    for _ in range(40):
        asked.update(invitees(FITTING, asked))
    assert asked[MARIT] > asked[JOOST] > 10
    assert asked[SAMIRA] > 5


def test_fewer_fit_than_there_are_places():
    assert invitees([(NOOR, 3.0)], {}) == [NOOR]
    assert invitees([], {}) == []


def test_equal_worth_goes_by_number_so_that_runs_agree():
    assert invitees([(NOOR, 1.0), (MARIT, 1.0), (BRAM, 1.0)], {}) == [MARIT, NOOR, BRAM]
