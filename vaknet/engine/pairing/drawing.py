"""Who has coffee with whom: as many as can be, newcomers first, and then as well as can be.

Of few people all twos are looked at, and the answer is the best there is: a matching of the largest
size and, of those, of the largest weight (Edmonds 1965, Galil 1986; rustworkx). Of many, each
gets some candidates, and the same is done for a part of the map at a time, cut along other lines
each time: two who are matched stay together until something better is found.
"""

from collections.abc import Iterable, Sequence
from math import pi

import numpy as np
import rustworkx

from vaknet.engine.arrays import Array
from vaknet.engine.pairing.candidates import all_pairs, around, chosen, first_prices, pool
from vaknet.engine.pairing.people import Drawn, Match, Person
from vaknet.engine.pairing.reasons import is_online, may_meet, reasons_of
from vaknet.engine.pairing.weighing import HIGHEST, Crowd

# Up to so many people, all twos.
THOROUGH = 500
# So many people at a time, and so often.
PART, PASSES = 600, 3
# Of so many who are left others are looked at.
MOST_LEFT = 400
Mates = dict[int, int]


def draw(people: Iterable[Person], *, seed: int, thorough: int = THOROUGH) -> Drawn:
    """The same people and the same seed give the same, in whatever order they are told."""
    ordered = sorted(people, key=lambda person: person.id)
    if not ordered:
        return Drawn()
    chance = np.random.default_rng(seed)
    crowd = Crowd(ordered, chance)
    if len(ordered) <= thorough:
        everybody = np.arange(len(ordered))
        mates = _matched(crowd, everybody, *all_pairs(crowd, everybody))
    else:
        mates = _in_parts(crowd, chance)
    return _told(crowd, mates)


def _in_parts(crowd: Crowd, chance: np.random.Generator) -> Mates:
    size = len(crowd.people)
    looked_at = pool(crowd, chance)
    prices = first_prices(looked_at, size)
    mates: Mates = {}
    lost = chance.normal(size=size) * crowd.north.std()
    for number in range(PASSES):
        one, other = chosen(looked_at, prices)
        where = np.where(crowd.here, crowd.along(pi * number / PASSES), crowd.north.mean() + lost)
        for part in _parts(where, mates):
            mates = _again(crowd, mates, part, one, other)
        prices = _prices(crowd, mates)
    return _without_left(crowd, mates, one, other, chance)


def _prices(crowd: Crowd, mates: Mates) -> Array:
    """Half of what two bring together is due to each."""
    prices = np.zeros(len(crowd.people))
    rows = np.fromiter(mates.keys(), dtype=np.int64)
    others = np.fromiter(mates.values(), dtype=np.int64)
    prices[rows] = crowd.weights(rows, others) / 2
    return prices


def _parts(where: Array, mates: Mates) -> list[Array]:
    """Cut along the line in parts of about so many; two who are matched stay in one."""
    middle = where.copy()
    for row, mate in mates.items():
        middle[row] = (where[row] + where[mate]) / 2
    lower = np.asarray([min(row, mates.get(row, row)) for row in range(len(where))])
    order = np.lexsort((np.arange(len(where)), lower, middle))
    cuts = range(PART, len(order) - PART // 2, PART)
    whole = [cut + (lower[order[cut]] == lower[order[cut - 1]]) for cut in cuts]
    return [np.asarray(part) for part in np.split(order, whole)]


def _again(crowd: Crowd, mates: Mates, part: Array, one: Array, other: Array) -> Mates:
    """Match this part anew. Nobody in it is matched outside it."""
    inside = np.zeros(len(crowd.people), dtype=bool)
    inside[part] = True
    kept = inside[one] & inside[other]
    pairs = [(row, mate) for row, mate in mates.items() if row < mate and inside[row]]
    before = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    found = _matched(
        crowd,
        part,
        np.concatenate([one[kept], before[:, 0]]),
        np.concatenate([other[kept], before[:, 1]]),
    )
    outside = {row: mate for row, mate in mates.items() if not inside[row]}
    return outside | found


def _without_left(
    crowd: Crowd, mates: Mates, one: Array, other: Array, chance: np.random.Generator
) -> Mates:
    """For who is left everybody is looked at, and those around are matched anew."""
    left = [row for row in range(len(crowd.people)) if row not in mates]
    if len(left) < 2:
        return mates
    mine, theirs = around(crowd, np.asarray(left[:MOST_LEFT]), chance)
    asked = np.unique(np.concatenate([mine, theirs, left]))
    mated = [mates[row] for row in asked.tolist() if row in mates]
    part = np.unique(np.concatenate([asked, np.asarray(mated, dtype=np.int64)]))
    return _again(crowd, mates, part, np.concatenate([one, mine]), np.concatenate([other, theirs]))


def _matched(crowd: Crowd, part: Array, one: Array, other: Array) -> Mates:
    """The best there is with these twos. Newcomers, and who waited, weigh more than all else."""
    ahead = (len(part) + 1) * HIGHEST
    first = np.asarray([person.is_new or person.first for person in crowd.people])
    weights = crowd.weights(one, other).tolist()
    bonus = (first[one].astype(int) + first[other]).tolist()
    places = {row: place for place, row in enumerate(part.tolist())}
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(part.tolist())
    graph.add_edges_from(
        [
            (places[a], places[b], weight + extra * ahead)
            for a, b, weight, extra in zip(
                one.tolist(), other.tolist(), weights, bonus, strict=True
            )
        ]
    )
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    rows = part.tolist()
    mates = {rows[a]: rows[b] for a, b in found}
    return mates | {mate: row for row, mate in mates.items()}


def _told(crowd: Crowd, mates: Mates) -> Drawn:
    people = crowd.people
    together = [[people[row], people[mate]] for row, mate in sorted(mates.items()) if row < mate]
    left = [person for row, person in enumerate(people) if row not in mates]
    for person in sorted(left, key=lambda one: (not one.is_new, not one.first, one.id)):
        place = _place_at_a_table(crowd, person, together)
        if place is not None:
            together[place].append(person)
            left.remove(person)
            break
    return Drawn([_match(those) for those in together], [person.id for person in left])


def _place_at_a_table(
    crowd: Crowd, person: Person, together: Sequence[Sequence[Person]]
) -> int | None:
    """With which two she fits best. Two who could meet for real meet online for it only when no
    other table has a place for her."""

    def worth(those: Sequence[Person]) -> tuple[bool, bool, int]:
        hers = np.asarray([crowd.rows[person.id]] * len(those))
        fit = crowd.weights(hers, np.asarray([crowd.rows[one.id] for one in those]))
        return not is_online([*those, person]), is_online(those), int(fit.sum())

    fitting = [
        (worth(those), -place)
        for place, those in enumerate(together)
        if all(may_meet(person, one) for one in those)
    ]
    return -max(fitting)[1] if fitting else None


def _match(people: list[Person]) -> Match:
    online = is_online(people)
    ids = tuple(sorted(person.id for person in people))
    return Match(ids, online, reasons_of(people, online=online))
