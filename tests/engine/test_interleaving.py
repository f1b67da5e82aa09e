"""Two orders on one page: fair, exactly as likely as we say, and told apart when one is better."""

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.learning.interleaving import (
    Team,
    propensities,
    sign_test,
    team_draft,
    verdict,
)

ORDERS = st.integers(1, 7).flatmap(
    lambda many: st.tuples(st.permutations(range(many)), st.permutations(range(many)))
)


def by_hand(first, second, places):
    """Every way in which the coin can fall, one by one."""
    rounds = (places + 1) // 2
    found = {}
    for throws in product([True, False], repeat=rounds):
        coins = iter(throws)
        page = team_draft(first, second, places, coin=lambda coins=coins: next(coins))
        for place, one in enumerate(page):
            row = found.setdefault(one.person, [0.0] * min(places, len(first)))
            row[place] += 1 / 2**rounds
    return found


@given(ORDERS, st.integers(0, 7))
def test_propensities_are_those_of_all_throws(orders, places):
    exact, counted = propensities(*orders, places), by_hand(*orders, places)
    assert exact.keys() == counted.keys()
    for person, row in exact.items():
        assert row == pytest.approx(counted[person])


@given(ORDERS, st.integers(0, 9))
def test_each_place_is_somebodys_and_nobody_stands_twice(orders, places):
    exact = propensities(*orders, places)
    shown = min(places, len(orders[0]))
    for place in range(shown):
        assert sum(row[place] for row in exact.values()) == pytest.approx(1)
    assert all(sum(row) <= 1 + 1e-9 for row in exact.values())
    page = team_draft(*orders, places, coin=lambda: True)
    assert len({one.person for one in page}) == len(page) == shown


def test_as_often_as_we_say():
    first, second = list("abcdefgh"), list("hbadcfeg")
    coin, times = random.Random(61), 20_000  # noqa: S311
    seen = {}
    for _ in range(times):
        page = team_draft(first, second, 6, coin=lambda: coin.random() < 0.5)
        for place, one in enumerate(page):
            seen[one.person, place] = seen.get((one.person, place), 0) + 1
    exact = propensities(first, second, 6)
    for person, row in exact.items():
        for place, chance in enumerate(row):
            assert seen.get((person, place), 0) / times == pytest.approx(chance, abs=0.015)


def test_the_same_order_twice_is_shown_as_it_is():
    same = list("abcdef")
    page = team_draft(same, same, 4, coin=lambda: False)
    assert [one.person for one in page] == ["a", "b", "c", "d"]
    assert [one.team for one in page] == [Team.SECOND, Team.FIRST] * 2
    assert propensities(same, same, 4)["c"] == [0.0, 0.0, 1.0, 0.0]


def test_who_both_put_first_stands_first_for_either():
    page = team_draft("abc", "acb", 3, coin=lambda: True)
    assert [(one.person, one.team) for one in page] == [
        ("a", Team.FIRST),
        ("c", Team.SECOND),
        ("b", Team.FIRST),
    ]


def test_nobody_gains_where_people_choose_blindly():
    """By place alone: the two are chosen from equally often."""
    coin = random.Random(7)  # noqa: S311
    orders = [coin.sample(range(8), 8) for _ in range(2)]
    credits = []
    for _ in range(3_000):
        page = team_draft(*orders, 6, coin=lambda: coin.random() < 0.5)
        credits.append([one.team for place, one in enumerate(page) if coin.random() < 0.5**place])
    found = verdict(credits)
    assert found.winner is None
    assert abs(found.first - found.second) < 120


def test_the_sign_test_is_exact():
    assert sign_test(0, 0) == 1
    assert sign_test(5, 5) == 1
    assert sign_test(0, 5) == pytest.approx(2 / 32)
    assert sign_test(8, 2) == sign_test(2, 8) == pytest.approx(2 * (1 + 10 + 45) / 1024)
    assert sign_test(20_000, 1) == 0


def test_a_verdict_names_who_won_and_where_nobody_did():
    first, second = [Team.FIRST], [Team.SECOND]
    few = verdict([first, first, second, [], [*first, *second]])
    assert (few.first, few.second, few.even, few.winner) == (2, 1, 2, None)
    assert verdict([first] * 12 + [second]).winner == Team.FIRST
    assert verdict([second] * 12 + [first]).winner == Team.SECOND
