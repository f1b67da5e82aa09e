"""A graph as it is now: arrays that never change, and over them who changed since."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.graph.arrays import NOBODY, Graph, Places
from vaknet.engine.graph.changes import Member, Overlay
from vaknet.engine.graph.consents import Asks, Barred

# A hub is cut at her strongest ties: at either end of a way, and in the middle.
HUB = 500
NEARBY_HUB = 200
# For who is new, so that not each of them makes it necessary to clear all room anew.
ROOM = 10_000
# Where one of so many ties leads somewhere, it is quicker to note for all of them whose they are.
MANY = 8


@dataclass(frozen=True)
class Terms:
    """On which a way leads through somebody. `step` is today as ties count it; who was asked
    `most` times after `lately`, in microseconds since 1970, is left alone."""

    step: int
    lately: int
    most: int
    hub: int = HUB
    nearby_hub: int = NEARBY_HUB


class Scratch:
    """Room to mark members in. `mark` is clean between uses, the rest is written before it is
    read."""

    def __init__(self, room: int) -> None:
        self.mark = np.zeros(room, np.uint8)
        self.slot = np.empty(room, np.int32)
        self.key = np.empty(room, np.int64)


class Network:
    """Never changed, only replaced: `with_changes` gives another on the same arrays."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.size = len(graph)
        self.is_open = graph.is_open
        self.barred = Barred(graph.barred_by, graph.barred_to, self.size)
        self._asks = Asks(graph.asked_of, graph.asked_at, self.size)
        self._places = Places(graph.members)
        self._overlay: Overlay | None = None
        self._scratches: list[Scratch] = []
        self._through: tuple[Array, int, Array] | None = None

    def with_changes(self, changes: Mapping[int, Member]) -> "Network":
        """As these members are now; what was changed before is forgotten."""
        new = Network.__new__(Network)
        new.graph, new._places, new._scratches = self.graph, self._places, self._scratches
        new._overlay = overlay = Overlay(self.graph, self._places, changes)
        new.size = overlay.size
        new.is_open = overlay.is_open()
        new.barred = Barred(*overlay.barred(), new.size)
        new._asks = Asks(*overlay.asked(), new.size)
        new._through = None
        return new

    def places(self, ids: Array) -> Array:
        """-1 for who is nowhere in the graph."""
        return self._overlay.places(ids) if self._overlay else self._places.of(ids)

    def ids(self, places: Array) -> Array:
        return self._overlay.ids(places) if self._overlay else self.graph.members[places]

    def known(self, ids: Collection[int]) -> Array:
        """The places of those who are in the graph."""
        if not ids:
            return NOBODY
        found = self.places(np.fromiter(ids, np.int64))
        return found[found >= 0]

    def asked(self, terms: Terms) -> Array:
        return self._asks.counts(terms.lately)

    def through(self, terms: Terms) -> Array:
        """1 for everybody who can be a go-between now."""
        asked = self.asked(terms)
        if self._through is None or self._through[0] is not asked or self._through[1] != terms.most:
            through: Array = ((self.is_open == 1) & (asked < terms.most)).astype(np.uint8)
            self._through = (asked, terms.most, through)
            return through
        return self._through[2]

    def ties(self, place: int, most: int | None = None) -> tuple[Array, Array]:
        """The contacts of one member, strongest first, and how fresh each tie is."""
        overlay, graph = self._overlay, self.graph
        if overlay is None or not overlay.is_changed[place]:
            if place >= len(graph):
                return graph.contacts[:0], graph.freshness[:0]
            begin, end = int(graph.starts[place]), int(graph.starts[place + 1])
            end = end if most is None else min(end, begin + most)
            return graph.contacts[begin:end], graph.freshness[begin:end]
        [begin], [end] = overlay.spans(np.array([place]))
        end = end if most is None else min(end, begin + most)
        return overlay.contacts[begin:end], overlay.freshness[begin:end]

    def all_ties(self, places: Array, most: int, among: Array) -> tuple[Array, Array, Array]:
        """Those ties of all these members that lead to who is marked `among` everybody: of each
        the number of her holder in `places`, the contact, and how fresh it is.
        """
        overlay, graph = self._overlay, self.graph
        if overlay is None:
            begin, end = graph.starts[places], graph.starts[places + 1]
            return _gathered(graph, begin, end, most, among)
        changed = overlay.is_changed[places] == 1
        old = np.flatnonzero(~changed & (places < len(graph)))
        new = np.flatnonzero(changed)
        begin, end = graph.starts[places[old]], graph.starts[places[old] + 1]
        parts = _gathered(graph, begin, end, most, among)
        begin, end = overlay.spans(places[new])
        more = _gathered(overlay, begin, end, most, among)
        return (
            np.concatenate([old[parts[0]], new[more[0]]]),
            np.concatenate([parts[1], more[1]]),
            np.concatenate([parts[2], more[2]]),
        )

    @contextmanager
    def scratch(self) -> Iterator[Scratch]:
        """Who uses it leaves `mark` clean; after an error it is thrown away."""
        scratch = self._scratches.pop() if self._scratches else Scratch(self.size + ROOM)
        if len(scratch.mark) < self.size:
            scratch = Scratch(self.size + ROOM)
        yield scratch
        self._scratches.append(scratch)


def _gathered(
    ties: Graph | Overlay, begin: Array, end: Array, most: int, among: Array
) -> tuple[Array, Array, Array]:
    """Flat, without a step for each member."""
    lengths = np.minimum(end - begin, most)
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    where = np.repeat(begin - ends + lengths, lengths)
    where += np.arange(total)
    contacts = ties.contacts.take(where)
    led = np.flatnonzero(among.take(contacts))
    if len(led) * MANY > total:
        holders = np.repeat(np.arange(len(begin)), lengths).take(led)
    else:
        holders = ends.searchsorted(led, side="right")
    return holders, contacts.take(led).astype(np.int64), ties.freshness.take(where.take(led))
