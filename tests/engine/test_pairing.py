"""Who has coffee with whom: the examples."""

import random

import pytest

from vaknet.engine.pairing import NEW, Drawn, Person, Reason, Why, Wish, draw, kilometres
from vaknet.engine.pairing.people import Match

UTRECHT, ZEIST, GRONINGEN = (52.0908, 5.1222), (52.0900, 5.2333), (53.2192, 6.5667)
PAIRS = ((1, 2), (1, 3), (2, 3))
AMERSFOORT = (52.1550, 5.3875)


def somebody(number, place=UTRECHT, reach=25.0, **facts):
    return Person(id=number, place=place, reach=reach, **facts)


def together(drawn: Drawn):
    return [match.people for match in drawn.matches]


def test_utrecht_is_eight_kilometres_from_zeist_as_the_crow_flies():
    assert round(kilometres(UTRECHT, ZEIST), 1) == 7.6
    assert round(kilometres(UTRECHT, GRONINGEN)) == 159
    assert kilometres(UTRECHT, UTRECHT) == 0


def test_nobody_looks_for_coffee():
    assert draw([], seed=1) == Drawn()
    assert draw([], seed=1, thorough=0) == Drawn()


@pytest.mark.parametrize("thorough", [0, 500])
def test_who_is_alone_is_left(thorough):
    assert draw([somebody(7)], seed=1, thorough=thorough) == Drawn([], [7])


def test_the_two_nearest_meet():
    people = [somebody(1), somebody(2, ZEIST), somebody(3), somebody(4, ZEIST)]
    assert together(draw(people, seed=1)) == [(1, 3), (2, 4)]


def test_nobody_travels_farther_than_she_will():
    near, far = somebody(1, reach=5.0), somebody(2, ZEIST, reach=50.0)
    assert draw([near, far], seed=1).matches == [Match((1, 2), True, (Reason(Why.ONLINE, (1, 2)),))]


def test_who_lives_far_from_all_meets_online():
    people = [somebody(1), somebody(2, GRONINGEN), somebody(3, ZEIST), somebody(4, None)]
    drawn = draw(people, seed=1)
    assert [(match.people, match.online) for match in drawn.matches] == [
        ((1, 3), False),
        ((2, 4), True),
    ]


def test_three_sit_at_a_table_when_somebody_would_be_alone():
    people = [somebody(1), somebody(2, ZEIST), somebody(3)]
    drawn = draw(people, seed=1)
    assert together(drawn) == [(1, 2, 3)]
    assert not drawn.matches[0].online
    distances = [(one.between, one.number) for one in drawn.matches[0].reasons]
    assert [(between, round(km, 1)) for between, km in distances] == [
        ((1, 2), 7.6),
        ((1, 3), 0.0),
        ((2, 3), 7.6),
    ]


def test_nobody_has_to_meet_online_for_the_third():
    people = [
        somebody(1),
        somebody(2),
        somebody(3, None),
        somebody(4, None),
        somebody(5, GRONINGEN),
    ]
    drawn = draw(people, seed=1)
    assert [(match.people, match.online) for match in drawn.matches] == [
        ((1, 2), False),
        ((3, 4, 5), True),
    ]


def test_two_neighbours_meet_online_for_the_third_when_there_is_no_other_place():
    drawn = draw([somebody(1), somebody(2), somebody(3, GRONINGEN)], seed=1)
    (match,) = drawn.matches
    assert (match.people, match.online, drawn.left) == ((1, 2, 3), True, [])
    first = [next(one for one in match.reasons if one.between == two) for two in PAIRS]
    assert [one.why for one in first] == [Why.ONLINE] * 3


def test_somebody_new_is_never_the_odd_one():
    new = somebody(2, GRONINGEN, days=3, parts=frozenset({1}))
    others = [somebody(1, parts=frozenset({0, 1})), somebody(3, parts=frozenset({0}))]
    drawn = draw([*others, new], seed=1)
    assert (together(drawn), drawn.left) == ([(1, 2)], [3])


def test_who_was_left_last_time_comes_first():
    waited = somebody(2, GRONINGEN, first=True, parts=frozenset({1}))
    others = [somebody(1, parts=frozenset({0, 1})), somebody(3, parts=frozenset({0}))]
    drawn = draw([*others, waited], seed=1)
    assert (together(drawn), drawn.left) == ([(1, 2)], [3])


def test_whoever_blocked_meets_nobody_she_blocked_nor_the_other_way_round():
    blocks = somebody(1, apart=frozenset({2, 99}))
    assert draw([blocks, somebody(2)], seed=1) == Drawn([], [1, 2])


def test_two_who_met_within_the_year_do_not_meet_again():
    assert draw([somebody(1, met=frozenset({2})), somebody(2)], seed=1) == Drawn([], [1, 2])


def test_two_who_are_never_free_together_do_not_meet():
    early, late = somebody(1, parts=frozenset({0})), somebody(2, parts=frozenset({3}))
    assert draw([early, late], seed=1) == Drawn([], [1, 2])


def test_the_reasons_are_what_is_true_of_them():
    samira = somebody(
        1,
        days=10,
        trades=frozenset({5}),
        employers=frozenset({1}),
        network="",
        wishes=frozenset({Wish.SAME_TRADE, Wish.MENTOR}),
        parts=frozenset({0, 1}),
    )
    joost = somebody(
        2,
        ZEIST,
        trades=frozenset({5, 6}),
        employers=frozenset({2}),
        network="archief.example",
        wishes=frozenset({Wish.SAME_TRADE, Wish.NEWCOMER, Wish.OTHER_TRADE}),
        mentors=True,
        parts=frozenset({1, 2}),
    )
    (match,) = draw([samira, joost], seed=1).matches
    two = (1, 2)
    assert match.reasons == (
        Reason(Why.DISTANCE, two, number=kilometres(UTRECHT, ZEIST)),
        Reason(Why.BOTH_WISH, two, wish=Wish.SAME_TRADE),
        Reason(Why.WISH, two, of=2, wish=Wish.NEWCOMER),
        Reason(Why.WISH, two, of=1, wish=Wish.MENTOR),
        Reason(Why.SAME_TRADE, two),
        Reason(Why.OTHER_EMPLOYER, two),
        Reason(Why.OTHER_NETWORK, two),
        Reason(Why.NEWCOMER, two, of=1, number=10),
        Reason(Why.PARTS, two, parts=(1,)),
    )


def test_another_trade_is_said_of_who_tell_theirs():
    asks = somebody(1, trades=frozenset({5}), wishes=frozenset({Wish.OTHER_TRADE}))
    (match,) = draw([asks, somebody(2, trades=frozenset({6}))], seed=1).matches
    assert [reason.why for reason in match.reasons] == [Why.DISTANCE, Why.WISH, Why.OTHER_TRADE]
    (match,) = draw([asks, somebody(2)], seed=1).matches
    assert [reason.why for reason in match.reasons] == [Why.DISTANCE]


def test_a_wish_is_worth_a_walk():
    """Both want another trade; the colleague next door is of theirs."""
    wish = frozenset({Wish.OTHER_TRADE})
    people = [
        somebody(1, trades=frozenset({5}), wishes=wish),
        somebody(2, trades=frozenset({5}), wishes=wish),
        somebody(3, ZEIST, trades=frozenset({6})),
        somebody(4, ZEIST, trades=frozenset({6})),
    ]
    assert together(draw(people, seed=1)) in ([(1, 3), (2, 4)], [(1, 4), (2, 3)])


def test_another_employer_is_better_and_one_who_is_new_meets_one_who_is_not():
    at_one, at_other = frozenset({1}), frozenset({2})
    people = [
        somebody(1, employers=at_one),
        somebody(2, employers=at_one, days=NEW - 1),
        somebody(3, employers=at_other),
        somebody(4, employers=at_other, days=NEW - 1),
    ]
    assert together(draw(people, seed=1)) == [(1, 4), (2, 3)]


def crowd(size: int, seed: int = 1) -> list[Person]:
    chance = random.Random(seed)  # noqa: S311
    found = []
    for number in range(size):
        home = (52.1 + chance.gauss(0, 0.5), 5.2 + chance.gauss(0, 0.5))
        found.append(
            Person(
                id=number * 3,
                place=home if chance.random() < 0.9 else None,
                reach=chance.choice((5.0, 10.0, 25.0)),
                days=chance.choice((10, 500)),
                trades=frozenset(chance.sample(range(9), chance.randrange(3))),
                employers=frozenset({chance.randrange(30)}),
                wishes=frozenset(wish for wish in Wish if chance.random() < 0.3),
                mentors=chance.random() < 0.2,
                met=frozenset({chance.randrange(size) * 3}),
            )
        )
    return found


def test_of_many_people_all_find_somebody():
    people = crowd(1501)
    drawn = draw(people, seed=4)
    assert drawn.left == []
    assert sorted(len(match.people) for match in drawn.matches) == [2] * 749 + [3]
    assert sorted(pk for match in drawn.matches for pk in match.people) == [p.id for p in people]


def test_who_is_left_of_many_is_looked_at_again():
    """Two of each can only meet one another, and lot alone would hardly find them."""
    people = [
        Person(id=number, place=UTRECHT, reach=5.0, parts=frozenset({number % 150}))
        for number in range(300)
    ]
    by_hand = {(number, number + 150) for number in range(150)}
    assert set(together(draw(people, seed=1, thorough=0))) == by_hand


def test_of_many_who_only_fit_a_few_the_last_are_found(monkeypatch):
    monkeypatch.setattr("vaknet.engine.pairing.candidates.EACH", 1)
    drawn = draw(crowd(200), seed=4, thorough=0)
    assert drawn.left == []


def test_two_who_know_each_other_are_not_brought_together_if_others_are_there():
    people = [somebody(1, knows=frozenset({2, 99})), somebody(2), somebody(3, ZEIST), somebody(4)]
    drawn = draw([*people, somebody(5, knows=frozenset({4})), somebody(6)], seed=3)
    met = set(together(drawn))
    assert not met & {(1, 2), (4, 5)}
    assert together(draw(people[:2], seed=1)) == [(1, 2)]


def test_lots_are_drawn_anew_each_time():
    people = [somebody(number) for number in range(40)]
    assert together(draw(people, seed=1)) == together(draw(people[::-1], seed=1))
    assert together(draw(people, seed=1)) != together(draw(people, seed=2))
