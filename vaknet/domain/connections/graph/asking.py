"""Reach and ways for somebody: from arrays where there are files, else from PostgreSQL. The same
answers, in one statement."""

from collections.abc import Sequence

from vaknet.domain.connections.graph import library, statements
from vaknet.domain.connections.graph.statements import Reached, Wish
from vaknet.domain.connections.graph.terms import terms_now
from vaknet.engine import graph
from vaknet.engine.graph import Way
from vaknet.kit.moments import moment


def reached(viewer: int, ids: Sequence[int]) -> list[Reached]:
    """Those of these people who are within reach."""
    terms = terms_now()
    look = library.look(viewer, moment(terms.lately))
    if look is None:
        return statements.reached(viewer, ids, terms)
    found = graph.reach(look.network, viewer, ids, terms, apart=look.apart)
    rows = zip(ids, found.degree.tolist(), found.via.tolist(), found.cost.tolist(), strict=True)
    return [Reached(pk, degree, via or None, cost) for pk, degree, via, cost in rows if degree]


def ways(wish: Wish) -> list[Way]:
    terms = terms_now()
    look = library.look(wish.viewer, moment(terms.lately))
    if look is None:
        return statements.ways(wish, terms)
    return graph.ways(
        look.network,
        wish.viewer,
        wish.target,
        terms,
        most=wish.most,
        stops=wish.stops,
        without=wish.without,
        apart=look.apart,
    )


def stops_after(first: int, target: int) -> list[int]:
    return statements.stops_after(first, target, terms_now())
