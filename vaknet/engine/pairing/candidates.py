"""With whom each might have coffee: of thousands of people, only some who fit."""

from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.pairing.reasons import EARTH
from vaknet.engine.pairing.weighing import WIDE, Crowd

# Among so many near by, and so many whom she would meet online only, taken by lot where there are
# more: half a province may be within reach.
NEAR_BY, ONLINE = 240, 100
# So many of them at a time.
EACH = 14
# Who is left gets so many others.
AROUND = 40
CHUNK = 256


@dataclass(frozen=True)
class Pool:
    """Twos who may meet and how well they fit, by the row of one of them."""

    one: Array
    other: Array
    weights: Array


def all_pairs(crowd: Crowd, rows: Array) -> tuple[Array, Array]:
    """Each two of these who may meet, be it online: once, the lower row first."""
    may = crowd.may_meet(rows)[:, rows]
    one, other = np.nonzero(np.triu(may, 1))
    return rows[one], rows[other]


def pool(crowd: Crowd, chance: np.random.Generator) -> Pool:
    """For each person some of all whom she may meet."""
    size = len(crowd.people)
    found = [
        _looked_at(crowd, np.arange(start, min(start + CHUNK, size)), chance)
        for start in range(0, size, CHUNK)
    ]
    return Pool(*(np.concatenate(column) for column in zip(*found, strict=True)))


def chosen(pool: Pool, prices: Array) -> tuple[Array, Array]:
    """For each the few who give most for what they cost.

    Everybody would choose those who fit anybody; but each of them has one coffee only. What she
    brings where she is now is her price.
    """
    gain = pool.weights - prices[pool.other]
    order = np.lexsort((-gain, pool.one))
    ordered = pool.one[order]
    taken = order[np.arange(len(order)) - np.searchsorted(ordered, ordered) < EACH]
    one, other = pool.one[taken], pool.other[taken]
    both = np.unique((np.minimum(one, other) << WIDE) | np.maximum(one, other))
    return both >> WIDE, both & ((1 << WIDE) - 1)


def first_prices(pool: Pool, size: int) -> Array:
    """Before anybody is matched: half of what the one who fits best would give."""
    best = np.zeros(size)
    np.maximum.at(best, pool.one, pool.weights)
    return best / 2


def around(crowd: Crowd, rows: Array, chance: np.random.Generator) -> tuple[Array, Array]:
    """All twos among these, and for each of them some others by lot."""
    one, other = all_pairs(crowd, rows)
    at, others = np.nonzero(_thinned(crowd.may_meet(rows), AROUND, chance))
    return np.concatenate([one, rows[at]]), np.concatenate([other, others])


def _looked_at(
    crowd: Crowd, rows: Array, chance: np.random.Generator
) -> tuple[Array, Array, Array]:
    may = crowd.may_meet(rows)
    near = may & _roughly_near(crowd, rows)
    at, others = np.nonzero(near)
    near[at, others] = crowd.in_person(rows[at], others)
    far = _thinned(may & ~near, ONLINE, chance)
    at, others = np.nonzero(_thinned(near, NEAR_BY, chance) | far)
    return rows[at], others, crowd.weights(rows[at], others)


def _roughly_near(crowd: Crowd, rows: Array) -> Array:
    """In a band of north and south that is wide enough: the rest is measured only there."""
    reach = np.minimum(crowd.reach[rows][:, None], crowd.reach)
    apart = np.abs(crowd.north[rows][:, None] - crowd.north) * EARTH
    return np.asarray(crowd.here[rows][:, None] & crowd.here & (apart <= reach + 1))


def _thinned(may: Array, most: int, chance: np.random.Generator) -> Array:
    """About so many in each row, where there are more."""
    counts = may.sum(axis=1)
    for place in np.nonzero(counts > most)[0].tolist():
        there = np.nonzero(may[place])[0]
        may[place] = False
        may[place, there[chance.integers(0, len(there), most)]] = True
    return may
