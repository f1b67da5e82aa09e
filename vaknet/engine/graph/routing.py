"""The best ways to one person: see `reaching` for what a way is."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.graph.network import Network, Scratch, Terms
from vaknet.engine.graph.sides import Side, side
from vaknet.engine.graph.strength import costs


@dataclass(frozen=True)
class Way:
    """`stops` are ids of one or two go-betweens; `cost` is of the ties alone."""

    stops: tuple[int, ...]
    cost: int


def ways(
    network: Network,
    viewer: int,
    target: int,
    terms: Terms,
    *,
    most: int = 5,
    stops: int = 2,
    without: Collection[int] = (),
    apart: Collection[int] = (),
) -> list[Way]:
    """The best ways to one who is no contact; each begins with another contact.

    Two go-betweens only as long as there are too few ways with one.
    """
    me, there = network.places(np.array([viewer, target], np.int64)).tolist()
    if min(me, there) < 0 or me == there or target in apart:
        return []
    if (network.ties(me)[0] == there).any():
        return []
    left_out = [np.array([me, there]), network.known(without), network.known(apart)]
    if network.barred and network.barred.is_guarded[there]:
        left_out.append(network.barred.by_whom(there))
    nobody = np.concatenate(left_out)
    mine = side(network, terms, me, without=nobody)
    theirs = side(network, terms, there, without=nobody)
    if not len(mine.places) or not len(theirs.places):
        return []
    with network.scratch() as scratch:
        found = _Between(network, terms, scratch, mine, theirs).found(most, stops)
    return found


class _Between:
    """Two sides that are to meet. Marked is who stands beside the target."""

    def __init__(
        self, network: Network, terms: Terms, scratch: Scratch, mine: Side, theirs: Side
    ) -> None:
        self.network, self.terms, self.scratch = network, terms, scratch
        self.mine, self.theirs = mine, theirs

    def found(self, most: int, stops: int) -> list[Way]:
        mark, beside = self.scratch.mark, self.theirs.places
        mark[beside] = 1
        self.scratch.slot[beside] = np.arange(len(beside))
        is_common = mark.take(self.mine.places) == 1
        found = self._short(is_common, most)
        if len(found) < most and stops > 1:
            mark[self.mine.places] = 0
            found += self._long(~is_common, most - len(found))
        mark[beside] = 0
        return found

    def _short(self, is_common: Array, most: int) -> list[Way]:
        common = self.mine.places[is_common]
        if not len(common):
            return []
        ids = self.network.ids(common)
        last = self.theirs.ties[self.scratch.slot[common]]
        best = np.lexsort((ids, self.mine.cost[is_common] + last))[:most]
        ties = self.mine.ties[is_common] + last
        return [Way((int(ids[one]),), int(ties[one])) for one in best]

    def _long(self, may_begin: Array, most: int) -> list[Way]:
        """Who is beside both is not asked to lead there through another."""
        mine, theirs, network = self.mine, self.theirs, self.network
        first, second, freshness = network.all_ties(
            mine.places, self.terms.nearby_hub, self.scratch.mark
        )
        keep = may_begin[first]
        if network.barred:
            keep &= ~network.barred.has(mine.places[first], second)
        first, second, freshness = first[keep], second[keep], freshness[keep]
        last, middle = self.scratch.slot[second], costs(self.terms.step)[freshness]
        cost = mine.cost[first] + middle + theirs.cost[last]
        ids, others = network.ids(mine.places[first]), network.ids(second)
        order = np.lexsort((others, theirs.asked[last], cost, first))
        in_order = first[order]
        is_best = in_order[1:] != in_order[:-1]
        best = np.append(order[:1], order[1:][is_best])
        best = best[np.lexsort((ids[best], cost[best]))[:most]]
        ties = mine.ties[first[best]] + middle[best] + theirs.ties[last[best]]
        rows = zip(ids[best].tolist(), others[best].tolist(), ties.tolist(), strict=True)
        return [Way((one, other), total) for one, other, total in rows]
