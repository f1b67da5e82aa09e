"""Who has coffee with whom: what holds of any people at all."""

from itertools import combinations

import rustworkx
from hypothesis import given, settings
from hypothesis import strategies as st

from vaknet.engine.pairing import Person, Why, Wish, draw, kilometres

PLACES = st.one_of(
    st.none(),
    st.tuples(st.floats(51.5, 53.0, width=32), st.floats(4.5, 6.5, width=32)),
    st.sampled_from([(52.0908, 5.1222), (52.09, 5.2333)]),
)
IDS = st.integers(0, 14)
SEEDS = st.integers(0, 2**32 - 1)
# Few people of whom all is looked at, and the usual way for many.
WAYS = st.sampled_from([0, 500])


@st.composite
def crowds(draw):
    def few(values, most):
        return st.frozensets(values, max_size=most)

    somebody = st.builds(
        Person,
        id=IDS,
        place=PLACES,
        reach=st.sampled_from([0.0, 5.0, 25.0, 100.0]),
        days=st.integers(0, 400),
        trades=few(st.integers(0, 4), 2),
        employers=few(st.integers(0, 4), 2),
        network=st.sampled_from(["", "", "archief.example"]),
        wishes=few(st.sampled_from(list(Wish)), 3),
        mentors=st.booleans(),
        parts=few(st.integers(0, 3), 2),
        apart=few(IDS, 2),
        met=few(IDS, 2),
        first=st.booleans(),
    )
    return draw(st.lists(somebody, max_size=15, unique_by=lambda person: person.id))


def may_meet(one: Person, other: Person) -> bool:
    """Said here once more, in other words."""
    never = one.apart | one.met | other.apart | other.met
    if (one.id in other.apart | other.met) or (other.id in one.apart | one.met):
        assert never
        return False
    return not (one.parts and other.parts and one.parts.isdisjoint(other.parts))


def fits(one: Person, other: Person) -> bool:
    if one.place is None or other.place is None:
        return False
    km = kilometres(one.place, other.place)
    return km <= one.reach and km <= other.reach


@given(crowds(), SEEDS, WAYS)
@settings(max_examples=300, deadline=None)
def test_everybody_is_once_at_a_table_or_left(people, seed, thorough):
    drawn = draw(people, seed=seed, thorough=thorough)
    seated = [pk for match in drawn.matches for pk in match.people]
    assert sorted(seated + drawn.left) == sorted(person.id for person in people)
    sizes = [len(match.people) for match in drawn.matches]
    assert set(sizes) <= {2, 3}
    assert sizes.count(3) <= 1


@given(crowds(), SEEDS, WAYS)
@settings(max_examples=300, deadline=None)
def test_who_sit_together_may_and_are_near_enough(people, seed, thorough):
    by_id = {person.id: person for person in people}
    for match in draw(people, seed=seed, thorough=thorough).matches:
        twos = list(combinations([by_id[pk] for pk in match.people], 2))
        assert all(may_meet(one, other) for one, other in twos)
        assert match.online is not all(fits(one, other) for one, other in twos)


@given(crowds(), SEEDS, WAYS)
@settings(max_examples=300, deadline=None)
def test_nobody_is_left_as_long_as_anything_can_be(people, seed, thorough):
    """As many meet as can: no other two tables for two would seat more. And of who is left,
    nobody could have been the third."""
    drawn = draw(people, seed=seed, thorough=thorough)
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(people)
    graph.add_edges_from(
        [
            (a, b, 1)
            for a, b in combinations(range(len(people)), 2)
            if may_meet(people[a], people[b])
        ]
    )
    most = len(rustworkx.max_weight_matching(graph, max_cardinality=True))
    assert len(drawn.matches) == most
    by_id = {person.id: person for person in people}
    if any(len(match.people) == 3 for match in drawn.matches):
        return
    for pk in drawn.left:
        for match in drawn.matches:
            assert not all(may_meet(by_id[pk], by_id[other]) for other in match.people)


@given(crowds(), SEEDS)
@settings(max_examples=200, deadline=None)
def test_nobody_new_is_left_where_somebody_else_could_have_been(people, seed):
    """Of who is left and new: nobody at a table for two who is not new could make room."""
    drawn = draw(people, seed=seed)
    by_id = {person.id: person for person in people}
    for left in (by_id[pk] for pk in drawn.left if by_id[pk].is_new):
        for match in drawn.matches:
            if len(match.people) == 2:
                for stays, goes in (match.people, match.people[::-1]):
                    ahead = by_id[goes].is_new or by_id[goes].first
                    assert ahead or not may_meet(left, by_id[stays])


@given(crowds(), SEEDS, WAYS)
@settings(max_examples=300, deadline=None)
def test_every_reason_is_true(people, seed, thorough):
    by_id = {person.id: person for person in people}
    for match in draw(people, seed=seed, thorough=thorough).matches:
        for reason in match.reasons:
            one, other = (by_id[pk] for pk in reason.between)
            assert is_true(reason, one, other, online=match.online)
        assert len(set(match.reasons)) == len(match.reasons)
        said = {reason.between for reason in match.reasons}
        assert said == set(combinations(match.people, 2))


def is_true(reason, one, other, *, online):
    same, new = one.trades & other.trades, one if reason.of == one.id else other
    known = one.trades and other.trades
    hers, theirs = (one, other) if reason.of == one.id else (other, one)
    hers_got, theirs_got = got(reason.wish, hers, theirs), got(reason.wish, theirs, hers)
    holds = {
        Why.DISTANCE: lambda: (
            not online
            and reason.number == kilometres(one.place, other.place) <= min(one.reach, other.reach)
        ),
        Why.ONLINE: lambda: online,
        Why.SAME_TRADE: lambda: bool(same),
        Why.OTHER_TRADE: lambda: known and not same,
        Why.OTHER_EMPLOYER: lambda: (
            one.employers and other.employers and not one.employers & other.employers
        ),
        Why.OTHER_NETWORK: lambda: one.network != other.network,
        Why.NEWCOMER: lambda: new.id == reason.of and new.is_new and reason.number == new.days,
        Why.PARTS: lambda: set(reason.parts) == one.parts & other.parts != set(),
        Why.BOTH_WISH: lambda: hers_got and theirs_got,
        Why.WISH: lambda: hers_got and not theirs_got,
    }
    return bool(holds[reason.why]())


def got(wish, hers, theirs):
    same = bool(hers.trades & theirs.trades)
    return (
        wish in hers.wishes
        and {
            None: False,
            Wish.SAME_TRADE: same and not hers.employers & theirs.employers,
            Wish.OTHER_TRADE: bool(hers.trades and theirs.trades) and not same,
            Wish.NEWCOMER: theirs.is_new,
            Wish.MENTOR: theirs.mentors,
        }[wish]
    )


@given(crowds(), SEEDS, WAYS, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_same_people_in_another_order_meet_the_same(people, seed, thorough, chance):
    again = list(people)
    chance.shuffle(again)
    assert draw(people, seed=seed, thorough=thorough) == draw(again, seed=seed, thorough=thorough)
