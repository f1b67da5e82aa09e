"""Whom to ask: who knows most, in turn, with a place for who was seldom asked."""

from collections import Counter

from vaknet.engine.ranking import invitees

MARIT, NOOR, BRAM, JOOST, SAMIRA = range(1, 6)
FITTING = [(MARIT, 10.0), (NOOR, 9.0), (BRAM, 8.0), (JOOST, 4.0), (SAMIRA, 1.0)]


def test_who_knows_most_is_asked_first():
    assert invitees(FITTING, {})[:2] == [MARIT, NOOR]


def test_one_place_is_for_who_was_asked_least():
    assert invitees(FITTING, {BRAM: 2, MARIT: 1, NOOR: 1}) == [MARIT, NOOR, JOOST]


def test_who_hardly_fits_is_not_asked_only_because_nobody_asked_her():
    assert SAMIRA not in invitees(FITTING, {MARIT: 3, NOOR: 3, BRAM: 3, JOOST: 3})


def test_who_was_asked_much_makes_room():
    assert MARIT not in invitees(FITTING, {MARIT: 9})


def test_over_many_questions_everybody_who_fits_has_a_turn():
    asked = Counter[int]()
    for _ in range(40):
        asked.update(invitees(FITTING, asked))
    assert asked[MARIT] > asked[JOOST] > 10


def test_fewer_fit_than_there_are_places():
    assert invitees([(NOOR, 3.0)], {}) == [NOOR]
    assert invitees([], {}) == []


def test_equal_worth_goes_by_number_so_that_runs_agree():
    assert invitees([(NOOR, 1.0), (MARIT, 1.0), (BRAM, 1.0)], {}) == [MARIT, NOOR, BRAM]
