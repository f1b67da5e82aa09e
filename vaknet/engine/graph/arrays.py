"""A graph as arrays that never change: they can be mapped from files and shared by processes.

Members stand in the order of their ids; the place of one is her number in all other arrays. Each
has her ties in the order of their strength, so that a hub is cut at the strongest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np

from vaknet.engine.arrays import Array

# Ids are dense in a database; from so many gaps on, a table of places costs more than it gains.
GAPS = 4
SMALL = 1024
FEW = 20
PART = 4_000_000
NOBODY = np.empty(0, np.int64)


@dataclass(frozen=True)
class Graph:
    """The ties of the member at place i are `starts[i]:starts[i + 1]` of `contacts`, strongest
    first."""

    members: Array
    """Ids, ascending."""
    starts: Array
    contacts: Array
    """Places."""
    freshness: Array
    is_open: Array
    """1 for who agreed to be a go-between."""
    barred_by: Array
    """Places: not through her ..."""
    barred_to: Array
    """... to this one."""
    asked_of: Array
    """Places of go-betweens, a time for each question."""
    asked_at: Array
    """Microseconds since 1970, of those questions."""

    def __len__(self) -> int:
        return len(self.members)

    def arrays(self) -> dict[str, Array]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class Ties:
    """One direction each, by ids."""

    holders: Array
    contacts: Array
    freshness: Array

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int]]) -> "Ties":
        """Of anything: nobody is her own contact, and of two that say the same the fresher counts.

        In the order in which a graph holds them.
        """
        table = np.array(rows, np.int64).reshape(-1, 3)
        holders, contacts, freshness = table[table[:, 0] != table[:, 1]].T
        order = np.lexsort((-freshness, contacts, holders))
        holders, contacts, freshness = holders[order], contacts[order], freshness[order]
        again = (holders[1:] == holders[:-1]) & (contacts[1:] == contacts[:-1])
        kept = np.flatnonzero(np.concatenate([np.ones(len(order[:1]), bool), ~again]))
        order = kept[np.lexsort((contacts[kept], -freshness[kept], holders[kept]))]
        return cls(holders[order], contacts[order], freshness[order])


Pairs = Sequence[tuple[int, int]]


def build(
    ties: Ties, *, go_betweens: Sequence[int] = (), barred: Pairs = (), asked: Pairs = ()
) -> Graph:
    """Ties are in order: by holder, then the freshest first, then by contact.

    `barred` are pairs of who says "not through me" and to whom, `asked` of go-betweens and moments.
    """
    agreed = np.array(go_betweens, np.int64)
    excepts = np.array(barred, np.int64).reshape(-1, 2)
    asks = np.array(sorted(asked, key=lambda one: one[1]), np.int64).reshape(-1, 2)
    members = _members(ties.holders, ties.contacts, agreed, excepts.ravel(), asks[:, 0])
    places = Places(members)
    degrees = np.zeros(len(members), np.int64)
    for part in _parts(ties.holders):
        degrees += np.bincount(places.of(part), minlength=len(members))
    contacts = np.empty(len(ties.contacts), np.int32)
    for place, part in zip(_parts(contacts), _parts(ties.contacts), strict=True):
        place[:] = places.of(part)
    is_open = np.zeros(len(members), np.uint8)
    is_open[places.of(agreed)] = 1
    return Graph(
        members=members,
        starts=np.concatenate([[0], np.cumsum(degrees)]).astype(np.int64),
        contacts=contacts,
        freshness=ties.freshness.astype(np.int16, copy=False),
        is_open=is_open,
        barred_by=places.of(excepts[:, 0]).astype(np.int32),
        barred_to=places.of(excepts[:, 1]).astype(np.int32),
        asked_of=places.of(asks[:, 0]).astype(np.int32),
        asked_at=asks[:, 1].astype(np.int64),
    )


def _parts(values: Array) -> Iterator[Array]:
    """Millions of ties one after another, so that what is made on the way stays small."""
    for start in range(0, len(values), PART):
        yield values[start : start + PART]


def _members(*parts: Array) -> Array:
    """Everybody named anywhere. Ids that lie close are ticked off: cheaper than sorting."""
    count = max(len(part) for part in parts)
    last = max((int(part.max()) for part in parts if len(part)), default=-1)
    if not _is_dense(last, count):
        return np.unique(np.concatenate(parts).astype(np.int64))
    seen = np.zeros(last + 1, bool)
    for part in parts:
        seen[part] = True
    return np.flatnonzero(seen)


def is_none_of(places: Array, others: Array) -> Array:
    """As np.isin, for the few that are left out of a way: that is quicker one by one.
    Nor is anybody who is nowhere.
    """
    if len(others) > FEW:
        return (places >= 0) & ~np.isin(places, others)
    kept = places >= 0
    for other in others.tolist():
        kept &= places != other
    return kept


def _is_dense(last: int, count: int) -> bool:
    return last < GAPS * count + SMALL


class Places:
    """From ids to places."""

    def __init__(self, members: Array) -> None:
        self.members = members
        last = int(members[-1]) if len(members) else -1
        self._table: Array | None = None
        if _is_dense(last, len(members)):
            self._table = np.full(last + 2, -1, np.int32)
            self._table[members] = np.arange(len(members), dtype=np.int32)

    def of(self, ids: Array) -> Array:
        """-1 for who is nowhere in the graph."""
        if self._table is not None:
            beyond = len(self._table) - 1
            known = np.where((ids < 0) | (ids > beyond), beyond, ids)
            return self._table[known].astype(np.int64)
        found = np.minimum(np.searchsorted(self.members, ids), len(self.members) - 1)
        return np.where(self.members[found] == ids, found, -1)
