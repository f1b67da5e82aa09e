"""Weights learned from whom people chose, and when they are not used."""

import tracemalloc

import numpy as np
import pytest

from vaknet.engine.learning.linear import (
    Page,
    chance_to_be_seen,
    compare,
    fit,
    learn,
    split,
    worth,
)

USUAL = [1.0, 0.0, 0.0]


def pages(many, *, true, seed=1, bias=True):
    """People are shown in the usual order, looked at by place, and chosen by what is true."""
    chance, made = np.random.default_rng(seed), []
    for number in range(many):
        features = chance.normal(size=(6, 3))
        features = features[np.argsort(-(features @ np.asarray(USUAL)))]
        seen = 1 / np.arange(1, 7) if bias else np.ones(6)
        likely = 1 / (1 + np.exp(1 - 2 * (features @ np.asarray(true))))
        outcome = (chance.random(6) < seen * likely).astype(int)
        made.append(Page(number * 12 // many, features, outcome, seen))
    return made


def test_it_finds_what_people_go_by():
    made = pages(2_000, true=[0.2, 1.0, 0.0])
    earlier, last = split(made)
    weights = learn(earlier, USUAL)
    assert weights[1] > 2 * abs(weights[0])
    assert abs(weights[2]) < 0.3 * weights[1]
    gain = compare(last, weights, USUAL)
    assert gain.is_better
    assert gain.learned > gain.usual


def test_it_keeps_what_is_in_use_where_that_is_right():
    """Of forty networks one may think otherwise: the interval holds in 99 of 100, on two sides."""
    better = 0
    for seed in range(40):
        earlier, last = split(pages(300, true=USUAL, seed=seed))
        better += compare(last, learn(earlier, USUAL), USUAL).is_better
    assert better <= 1


def test_a_win_must_be_surer_than_one_look_would_ask():
    """Once in forty by chance is not enough for who looks every week."""
    good = Page(1, np.eye(2), np.asarray([0, 1]), np.ones(2))
    bad = Page(1, np.eye(2), np.asarray([1, 0]), np.ones(2))
    gain = compare([good] * 65 + [bad] * 44, [0.0, 1.0], [1.0, 0.0])
    assert gain.learned > gain.usual
    assert not gain.is_better
    assert compare([good] * 75 + [bad] * 34, [0.0, 1.0], [1.0, 0.0]).is_better


def test_many_pages_do_not_take_all_memory():
    page = Page(1, np.eye(2), np.asarray([0, 1]), np.ones(2))
    tracemalloc.start()
    compare([page] * 5_000, [0.0, 1.0], [1.0, 0.0])
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 40_000_000


def test_with_few_choices_little_changes():
    weights = learn(pages(4, true=[0.0, 1.0, 0.0]), USUAL)
    assert np.argmax(weights) == 0
    clear = Page(1, np.eye(3)[:2], np.asarray([0, 1]), np.ones(2))
    few = compare([clear] * 20, [0.0, 1.0, 0.0], USUAL)
    assert few.low > 0
    assert not few.is_better, "twenty pages are too few, however they fall"


def test_place_does_not_make_anybody_better():
    """People choose blindly from the top: not weighed by place, that would be taken for a wish."""
    made = pages(3_000, true=[0.0, 0.0, 0.0])
    blind = [Page(one.week, one.features, one.outcome, np.ones(6)) for one in made]
    zero = [0.0, 0.0, 0.0]
    assert learn(blind, zero)[0] > 0.5
    assert abs(learn(made, zero)[0]) < 0.15


def test_nothing_to_learn_from():
    nobody = Page(1, np.zeros((2, 3)), np.zeros(2, int), np.ones(2))
    assert learn([], USUAL).tolist() == USUAL
    assert learn([nobody], USUAL).tolist() == USUAL
    assert compare([nobody], USUAL, USUAL).pages == 0
    assert not compare([], USUAL, USUAL).is_better
    assert split([nobody]) == ([nobody], [])
    assert split([]) == ([], [])


def test_the_last_weeks_are_not_learned_from():
    made = pages(120, true=USUAL)
    earlier, last = split(made)
    assert max(one.week for one in earlier) < min(one.week for one in last)
    assert sorted({one.week for one in last}) == [8, 9, 10, 11]


def test_how_likely_to_be_seen():
    assert chance_to_be_seen([1.0, 0.0]) == 1
    assert chance_to_be_seen([0.0, 1.0]) == 0.5
    assert chance_to_be_seen([0.5, 0.5]) == 0.75


def test_the_worth_of_a_page():
    page = Page(1, np.asarray([[1.0], [2.0], [3.0]]), np.asarray([0, 0, 1]), np.ones(3))
    assert worth(page, None) == worth(page, [1.0]) == 1
    assert worth(page, [-1.0]) == pytest.approx(0.5)
    assert worth(page, [0.0]) == pytest.approx(0.5), "equal ones stand as they stood"


def test_fitting_stops_where_the_slope_is_flat():
    better, weight = np.asarray([[1.0], [1.0], [-1.0]]), np.ones(3)
    weights = fit(better, weight, np.zeros(1), hold=1e-6)
    assert weights[0] == pytest.approx(np.log(2), abs=1e-4)
    far = fit(np.full((1, 1), 1e4), np.ones(1), np.asarray([-9.0]), hold=1e-12)
    assert np.isfinite(far).all()
