"""Reach and ways for somebody: from arrays where there are files, else from PostgreSQL. The same
answers, in one statement."""

from collections.abc import Collection

import numpy as np

from vaknet.domain.connections.graph import library, statements
from vaknet.domain.connections.graph.statements import Wish
from vaknet.domain.connections.graph.terms import terms_now
from vaknet.engine import graph
from vaknet.engine.graph import Array, Found, Way
from vaknet.kit.moments import moment


def reached(viewer: int, ids: Collection[int] | Array) -> Found:
    """Of each of these people, in this order."""
    terms = terms_now()
    look = library.look(viewer, moment(terms.lately))
    if look is not None:
        return graph.reach(look.network, viewer, ids, terms, apart=look.apart)
    wanted = np.asarray(ids, np.int64)
    rows = {one.member: one for one in statements.reached(viewer, wanted.tolist(), terms)}
    known = [rows.get(pk, statements.OUT_OF_REACH) for pk in wanted.tolist()]
    return Found(
        degree=np.array([one.degree for one in known], np.int8),
        via=np.array([one.via or 0 for one in known], np.int64),
        cost=np.array([one.cost for one in known], np.int64),
    )


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
