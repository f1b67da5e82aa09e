"""Who changed since the arrays were made, each replaced as a whole.

That is what a database can tell of somebody in one go, and nothing has to be added up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.graph.arrays import Graph, Places


@dataclass(frozen=True)
class Member:
    """All that is to know of somebody, by ids. Her contacts are in the order of a graph."""

    contacts: Sequence[int] = ()
    freshness: Sequence[int] = ()
    is_open: bool = False
    barred: Sequence[int] = ()
    asked: Sequence[int] = ()


class Overlay:
    """Places after the last of the graph are of who is new."""

    def __init__(self, graph: Graph, places: Places, changes: Mapping[int, Member]) -> None:
        self._graph = graph
        self._places = places
        named = chain(changes, *((*one.contacts, *one.barred) for one in changes.values()))
        ids = np.unique(np.fromiter(named, np.int64))
        self.added = ids[places.of(ids) < 0]
        self.size = len(graph) + len(self.added)
        where = self.places(np.fromiter(changes, np.int64))
        in_order = sorted(
            zip(where.tolist(), changes.values(), strict=True), key=lambda one: one[0]
        )
        self._members = [member for _, member in in_order]
        self._changed = np.array([place for place, _ in in_order], np.int64)
        self.is_changed = np.zeros(self.size, np.uint8)
        self.is_changed[self._changed] = 1
        degrees = [len(member.contacts) for member in self._members]
        self._starts = np.concatenate([[0], np.cumsum(degrees)]).astype(np.int64)
        self.contacts = self._flat([member.contacts for member in self._members], places=True)
        self.freshness = self._flat([member.freshness for member in self._members])

    def places(self, ids: Array) -> Array:
        known = self._places.of(ids)
        if not len(self.added):
            return known
        new = np.minimum(np.searchsorted(self.added, ids), len(self.added) - 1)
        is_new = self.added[new] == ids
        return np.where(is_new, len(self._graph) + new, known)

    def ids(self, places: Array) -> Array:
        """The other way round."""
        old = len(self._graph)
        if not old or not len(self.added):
            return (self.added if not old else self._graph.members)[places]
        known = self._graph.members[np.minimum(places, old - 1)]
        return np.where(places < old, known, self.added[np.maximum(places - old, 0)])

    def spans(self, places: Array) -> tuple[Array, Array]:
        """Where in `contacts` the ties of these changed members begin and end."""
        rows = np.searchsorted(self._changed, places)
        return self._starts[rows], self._starts[rows + 1]

    def is_open(self) -> Array:
        flags = np.zeros(self.size, np.uint8)
        flags[: len(self._graph)] = self._graph.is_open
        flags[self._changed] = [member.is_open for member in self._members]
        return flags

    def barred(self) -> tuple[Array, Array]:
        graph = self._graph
        kept = self.is_changed[graph.barred_by] == 0
        by = self._repeated([member.barred for member in self._members])
        to = self._flat([member.barred for member in self._members], places=True)
        return (
            np.concatenate([graph.barred_by[kept], by]),
            np.concatenate([graph.barred_to[kept], to]),
        )

    def asked(self) -> tuple[Array, Array]:
        graph = self._graph
        kept = self.is_changed[graph.asked_of] == 0
        asked = [member.asked for member in self._members]
        of = np.concatenate([graph.asked_of[kept], self._repeated(asked)])
        at = np.concatenate([graph.asked_at[kept], self._flat(asked)])
        in_time = np.argsort(at, kind="stable")
        return of[in_time], at[in_time]

    def _repeated(self, lists: Sequence[Sequence[int]]) -> Array:
        return np.repeat(self._changed, [len(one) for one in lists])

    def _flat(self, lists: Sequence[Sequence[int]], *, places: bool = False) -> Array:
        values = np.fromiter(chain.from_iterable(lists), np.int64)
        return self.places(values) if places else values
