"""How far everybody is, and through whom: all candidates at once.

A way leads from the viewer through one or two go-betweens to somebody else:

    viewer ── first ── target              first: a contact of both
    viewer ── first ── second ── target    second: a contact of first and of the target

Every stop agreed to be a go-between, was not asked too often lately, is not kept apart from the
viewer, and did not say "not through me" to anybody after her. Masks go first: through who is not
open nothing is counted, let alone shown. The shortest way comes first, then the least cost
(`strength`), then the lower ids.

The two ends meet in the middle (LinkedIn does so: Wang and others, HotCloud 2013): mark my
contacts and theirs, then look from the side of each candidate whom of them she knows. That costs
her ties, never a third step outward.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.graph.arrays import is_none_of
from vaknet.engine.graph.network import Network, Scratch, Terms
from vaknet.engine.graph.routing import ways
from vaknet.engine.graph.sides import side
from vaknet.engine.graph.strength import HALVING, costs

# A way as one number, so that the best is the least: whether it is long, its cost, the id of the
# first stop, and how often the second was asked.
_LONG, _COST, _ID = 62, 44, 4
_COSTS, _IDS, _ASKED = (1 << _LONG - _COST) - 1, (1 << _COST - _ID) - 1, (1 << _ID) - 1
_NONE = 2**63 - 1


@dataclass(frozen=True)
class Found:
    """Of each candidate, in the order they were given."""

    degree: Array
    """1 is a contact, 2 and 3 are one and two go-betweens away, 0 is out of reach."""
    via: Array
    """The id of the contact through whom, 0 when there is none."""
    cost: Array
    """Of the ties on the best way together, without how often anybody was asked."""


def reach(
    network: Network,
    viewer: int,
    candidates: Collection[int] | Array,
    terms: Terms,
    *,
    apart: Collection[int] = (),
) -> Found:
    """How far each of these is from the viewer. `apart` are those who never meet her."""
    wanted = np.asarray(candidates, np.int64)
    found = Found(np.zeros(len(wanted), np.int8), np.zeros_like(wanted), np.zeros_like(wanted))
    [me] = network.places(np.array([viewer], np.int64)).tolist()
    if me < 0:
        return found
    places = network.places(wanted)
    kept_apart = network.known(apart)
    nobody = np.append(kept_apart, me)
    rows = np.flatnonzero(is_none_of(places, nobody))
    with network.scratch() as scratch:
        look = _Look(network, terms, scratch, me, nobody)
        rows = look.contacts(found, rows, places)
        if network.barred:
            is_guarded = network.barred.is_guarded.take(places[rows]) == 1
            for row in rows[is_guarded].tolist():
                best = ways(network, viewer, int(wanted[row]), terms, most=1, apart=apart)
                for way in best:
                    found.degree[row], found.via[row] = 1 + len(way.stops), way.stops[0]
                    found.cost[row] = way.cost
            rows = rows[~is_guarded]
        look.others(found, rows, places)
    return found


class _Look:
    """From one member, at one moment."""

    def __init__(
        self, network: Network, terms: Terms, scratch: Scratch, me: int, nobody: Array
    ) -> None:
        self.network, self.terms, self.scratch = network, terms, scratch
        self.me, self.nobody = me, nobody
        self.asked = network.asked(terms)

    def contacts(self, found: Found, rows: Array, places: Array) -> Array:
        """All of hers, also of a hub. The rows that are left."""
        contacts, freshness = self.network.ties(self.me)
        mark, slot = self.scratch.mark, self.scratch.slot
        mark[contacts] = 1
        slot[contacts] = np.arange(len(contacts))
        is_contact = mark.take(places[rows]) == 1
        mark[contacts] = 0
        near = rows[is_contact]
        found.degree[near] = 1
        found.cost[near] = costs(self.terms.step)[freshness[slot[places[near]]]]
        others: Array = rows[~is_contact]
        return others

    def others(self, found: Found, rows: Array, places: Array) -> None:
        reached = self._spread()
        best = self._met(places[rows])
        self.scratch.mark[reached] = 0
        is_met = best != _NONE
        rows, best = rows[is_met], best[is_met]
        via = best >> _ID & _IDS
        asked = self.asked[self.network.places(via)].astype(np.int64) + (best & _ASKED)
        found.degree[rows] = 2 + (best >> _LONG)
        found.via[rows] = via
        found.cost[rows] = (best >> _COST & _COSTS) - HALVING * asked

    def _spread(self) -> Array:
        """Mark everybody by whom a target may be reached, with the best way to her."""
        network, terms, key = self.network, self.terms, self.scratch.key
        mine = side(network, terms, self.me, without=self.nobody)
        holder, second, freshness = network.all_ties(
            mine.places, terms.nearby_hub, network.through(terms)
        )
        keep = is_none_of(second, self.nobody)
        if network.barred:
            keep &= ~network.barred.has(mine.places[holder], second)
        holder, second, freshness = holder[keep], second[keep], freshness[keep]
        asked, ids = self.asked[second].astype(np.int64), network.ids(mine.places)
        cost = mine.cost[holder] + costs(terms.step)[freshness] + HALVING * asked
        key[second] = _NONE
        long_way = (1 << _LONG) + (cost << _COST) + (ids[holder] << _ID) + asked
        np.minimum.at(key, second, long_way)
        # Who is a contact too is nearer that way.
        key[mine.places] = (mine.cost << _COST) + (ids << _ID)
        reached = np.concatenate([second, mine.places])
        self.scratch.mark[reached] = 1
        return reached

    def _met(self, places: Array) -> Array:
        """The other end: the best way by anybody marked whom each of these knows."""
        holder, by, freshness = self.network.all_ties(places, self.terms.hub, self.scratch.mark)
        best = np.full(len(places), _NONE)
        way = self.scratch.key[by] + (costs(self.terms.step)[freshness] << _COST)
        np.minimum.at(best, holder, way)
        return best
