"""Ways through a graph in arrays: the same as by trying everything, whatever the graph is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ways_by_hand as by_hand
from tests.ways_by_hand import Told
from vaknet.engine import graph
from vaknet.engine.graph import Member, Network, Terms, Ties

STEP, LATELY = 400, 1_000
PEOPLE = st.integers(1, 9)
PAIRS = st.tuples(PEOPLE, PEOPLE)
FRESH = st.integers(STEP - 200, STEP + 2)


@st.composite
def stories(draw: st.DrawFn) -> Told:
    ties = draw(st.dictionaries(PAIRS, FRESH, max_size=40))
    if draw(st.booleans()):
        ties |= {(b, a): fresh for (a, b), fresh in ties.items()}
    return Told(
        ties=ties,
        go_betweens=draw(st.sets(PEOPLE)),
        barred=draw(st.sets(PAIRS, max_size=6)),
        asked=draw(st.lists(st.tuples(PEOPLE, st.integers(LATELY - 2, LATELY + 3)), max_size=8)),
        apart=draw(st.sets(PAIRS, max_size=2)),
    )


TERMS = st.builds(
    Terms,
    step=st.just(STEP),
    lately=st.just(LATELY),
    most=st.integers(1, 4),
    hub=st.integers(1, 6),
    nearby_hub=st.integers(1, 5),
)


def network(told: Told) -> Network:
    rows = [(a, b, fresh) for (a, b), fresh in told.ties.items()]
    built = graph.build(
        Ties.of(rows),
        go_betweens=sorted(told.go_betweens),
        barred=sorted(told.barred),
        asked=told.asked,
    )
    return Network(built)


def changed(before: Told, after: Told, people: set[int]) -> Network:
    """As it was before, with these people as they are after."""
    return network(before).with_changes({pk: member(after, pk) for pk in people})


def member(told: Told, pk: int) -> Member:
    contacts = told.strongest(pk)
    return Member(
        contacts=contacts,
        freshness=[told.ties[pk, one] for one in contacts],
        is_open=pk in told.go_betweens,
        barred=[to for by, to in told.barred if by == pk],
        asked=[at for of, at in told.asked if of == pk],
    )


def mixed(before: Told, after: Told, people: set[int]) -> Told:
    """What the world is when these people are as after, and all others as before."""

    def of(told: Told, are_changed: bool) -> Told:
        def mine(pk: int) -> bool:
            return (pk in people) == are_changed

        return Told(
            {pair: fresh for pair, fresh in told.ties.items() if mine(pair[0])},
            {pk for pk in told.go_betweens if mine(pk)},
            {pair for pair in told.barred if mine(pair[0])},
            [ask for ask in told.asked if mine(ask[0])],
        )

    old, new = of(before, False), of(after, True)
    return Told(
        old.ties | new.ties,
        old.go_betweens | new.go_betweens,
        old.barred | new.barred,
        old.asked + new.asked,
        before.apart,
    )


def agrees(found: Network, told: Told, terms: Terms, viewer: int, without: set[int]) -> None:
    apart = told.kept_apart(viewer)
    candidates = [*range(0, 12), 10**12, -3, viewer]
    seen = graph.reach(found, viewer, candidates, terms, apart=apart)
    rows = zip(seen.degree.tolist(), seen.via.tolist(), seen.cost.tolist(), strict=True)
    assert list(rows) == [by_hand.reach(told, terms, viewer, one) for one in candidates]
    for target in candidates:
        for most, stops in ((5, 2), (1, 2), (5, 1)):
            ways = graph.ways(
                found,
                viewer,
                target,
                terms,
                most=most,
                stops=stops,
                without=without,
                apart=apart,
            )
            assert [(way.stops, way.cost) for way in ways] == by_hand.routes(
                told, terms, viewer, target, most=most, stops=stops, without=without
            )


@settings(max_examples=300, deadline=None)
@given(told=stories(), terms=TERMS, viewer=st.integers(0, 10), without=st.sets(PEOPLE, max_size=2))
def test_arrays_say_what_trying_everything_says(
    told: Told, terms: Terms, viewer: int, without: set[int]
) -> None:
    agrees(network(told), told, terms, viewer, without)


@settings(max_examples=300, deadline=None)
@given(
    before=stories(),
    after=stories(),
    people=st.sets(st.integers(1, 11)),
    terms=TERMS,
    viewer=st.integers(1, 10),
)
def test_who_changed_is_as_if_the_arrays_were_made_anew(
    before: Told, after: Told, people: set[int], terms: Terms, viewer: int
) -> None:
    found = changed(before, after, people)
    agrees(found, mixed(before, after, people), terms, viewer, set())


def test_who_is_far_apart_in_numbers_is_found_as_well() -> None:
    """Ids need not be dense."""
    big = 10**11
    told = Told(
        ties={(1, big): STEP, (big, 1): STEP, (big, 7): STEP, (7, big): STEP}, go_betweens={big}
    )
    terms = Terms(STEP, LATELY, most=5)
    found = graph.reach(network(told), 1, [7, big, 8, big + 1, -1], terms)
    assert found.degree.tolist() == [2, 1, 0, 0, 0]
    assert found.via.tolist() == [big, 0, 0, 0, 0]


def test_of_two_rows_that_say_the_same_the_fresher_counts() -> None:
    ties = Ties.of([(1, 2, 5), (1, 2, 9), (3, 3, 1), (1, 4, 7)])
    assert (ties.holders.tolist(), ties.contacts.tolist()) == ([1, 1], [2, 4])
    assert ties.freshness.tolist() == [9, 7]


def test_a_graph_of_nobody() -> None:
    empty = Network(graph.build(Ties.of([])))
    terms = Terms(STEP, LATELY, most=5)
    assert graph.reach(empty, 1, [2], terms).degree.tolist() == [0]
    assert graph.ways(empty, 1, 2, terms) == []
    added = empty.with_changes({1: Member([2], [STEP]), 2: Member([1], [STEP])})
    assert graph.reach(added, 1, [2, 3], terms).degree.tolist() == [1, 0]


def test_an_error_leaves_no_marks() -> None:
    told = Told(ties={(1, 2): STEP, (2, 1): STEP})
    found = network(told)
    terms = Terms(STEP, LATELY, most=5)
    with pytest.raises(ValueError, match="cannot reshape"), found.scratch() as scratch:
        scratch.mark[:] = np.ones(2).reshape(3)
    assert graph.reach(found, 1, [2], terms).degree.tolist() == [1]
    assert not found._scratches[0].mark.any()


def test_a_tie_fades_by_half_in_a_year_and_a_way_with_each_question() -> None:
    """A new tie is worth 1 - exp(-1/2); long after, half as much each year."""
    now = graph.step(graph.EPOCH.replace(year=2026))
    assert now == 6 * graph.STEPS
    table = graph.costs(now)
    assert graph.strength(table[now]) == pytest.approx(1 - np.exp(-0.5), abs=0.002)
    old = graph.strength(table[[now - graph.STEPS * years for years in (10, 11)]])
    assert old[0] / old[1] == pytest.approx(2, abs=0.01)
    assert (np.diff(table[: now + 1]) <= 0).all()
    assert table[-5] >= table[0]
    assert graph.strength(np.array([graph.HALVING])).tolist() == [0.5]


def test_arrays_are_all_there_is() -> None:
    told = Told(ties={(1, 2): STEP}, go_betweens={2}, barred={(2, 1)}, asked=[(2, 5)])
    built = network(told).graph
    assert len(built) == 2
    assert graph.Graph(**built.arrays()).arrays().keys() == built.arrays().keys()
    assert replace(built, members=built.members[:0]).members.tolist() == []


def test_many_may_be_left_out_and_many_may_be_new() -> None:
    told = Told(go_betweens=set(range(2, 60)))
    for one in range(2, 60):
        told.ties |= {(1, one): STEP, (one, 1): STEP, (one, 99): STEP, (99, one): STEP}
    terms = Terms(STEP, LATELY, most=5)
    found = network(told)
    ways = graph.ways(found, 1, 99, terms, without=range(2, 58))
    assert [way.stops for way in ways] == [(58,), (59,)]
    newcomers = {1_000 + one: Member() for one in range(20_000)}
    more = found.with_changes(newcomers | {5: Member([1_000], [STEP], is_open=True)})
    assert graph.reach(more, 5, [1_000, 1], terms).degree.tolist() == [1, 0]
