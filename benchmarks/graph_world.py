"""A made graph: who knows whom among a thousand members or a million, always the same one.

As many ties as people have in professional networks: lognormal with a Pareto tail (mean 37, median
24, the largest some thousands). Half of them inside organisations, three of ten inside
professions, the rest with anybody.
"""

from dataclasses import dataclass

import numpy as np

from vaknet.engine.graph import EPOCH, STEPS, Array, Graph, Ties, build, step

# Ids as in a database where groups and organisations take a few numbers in between.
ID_STEP = 10
SEED = 6
YEARS = 8
OPEN = 0.8
BUSY = 0.02
BARRED = 0.001
NOW = step(EPOCH.replace(year=2026, month=11))
DAY = 24 * 3600 * 1_000_000
LATELY = 20_000 * DAY


@dataclass(frozen=True)
class World:
    """Both directions of every tie, in the order in which a graph holds them."""

    ties: Ties
    go_betweens: Array
    asked: list[tuple[int, int]]
    barred: list[tuple[int, int]]
    people: int

    @property
    def pairs(self) -> int:
        return len(self.ties.holders) // 2

    def graph(self) -> Graph:
        return build(
            self.ties,
            go_betweens=self.go_betweens,
            barred=self.barred,
            asked=self.asked,
        )


def made(people: int) -> World:
    random = np.random.default_rng(SEED + people)
    a, b = _pairs(random, people)
    age = np.minimum(random.exponential(2.5, len(a)), YEARS) * STEPS
    stronger = random.exponential(0.3, len(a)) * STEPS
    fresh = (NOW - age + stronger).astype(np.int64)
    ids = _ids(people)
    agreed = np.flatnonzero(random.random(people) < OPEN)
    of = random.choice(agreed, int(BUSY * people))
    at = LATELY + random.integers(1, 14 * DAY, len(of))
    some = random.integers(0, len(a), int(BARRED * people))
    return World(
        ties=_both_ways(ids, a, b, fresh),
        go_betweens=ids[agreed],
        asked=list(zip(ids[of].tolist(), at.tolist(), strict=True)),
        barred=list(zip(ids[a[some]].tolist(), ids[b[some]].tolist(), strict=True)),
        people=people,
    )


def _ids(people: int) -> Array:
    """A tenth of all numbers is of somebody or something else."""
    number = np.arange(people)
    return 1 + number + number // ID_STEP


def _pairs(random: np.random.Generator, people: int) -> tuple[Array, Array]:
    """Every pair once. Who has many ties is drawn often as the other end too."""
    degrees = _degrees(random, people)
    ends = np.repeat(np.arange(people), np.maximum(1, np.rint(degrees * 0.53)).astype(np.int64))
    kind = random.random(len(ends))
    other = random.choice(ends, len(ends))
    for share, smallest, largest in ((0.5, 20, 8_000), (0.8, 200, 20_000)):
        place = _crowds(random, people, smallest, largest)
        within = (kind >= share - 0.5 if share < 0.6 else kind >= 0.5) & (kind < share)
        other[within] = _within(random, ends, place, within)
    low, high = np.minimum(ends, other), np.maximum(ends, other)
    once = np.unique((low << 32 | high)[low != high])
    return once >> 32, once & 0xFFFFFFFF


def _degrees(random: np.random.Generator, people: int) -> Array:
    usual = random.lognormal(np.log(24), 0.8, people)
    hubs = (random.pareto(1.8, people) + 1) * 60
    most = np.where(random.random(people) < 0.05, hubs, usual)
    return np.minimum(most, min(2_500, people / 4))


def _crowds(random: np.random.Generator, people: int, smallest: int, largest: int) -> Array:
    """The number of each one's organisation: many small ones, few large."""
    sizes: list[int] = []
    total = 0
    while total < people:
        size = int(min(largest, smallest * (random.pareto(1.0) + 1)))
        sizes.append(size)
        total += size
    crowd = np.repeat(np.arange(len(sizes)), sizes)[:people]
    return random.permutation(crowd)


def _within(random: np.random.Generator, ends: Array, place: Array, which: Array) -> Array:
    """For each of those ends another one of the same crowd."""
    crowd = place[ends]
    order = np.argsort(crowd, kind="stable")
    starts = np.searchsorted(crowd[order], np.arange(int(place.max()) + 2))
    mine = crowd[which]
    low, high = starts[mine], starts[mine + 1]
    return ends[order[(low + random.random(len(mine)) * (high - low)).astype(np.int64)]]


def _both_ways(ids: Array, a: Array, b: Array, fresh: Array) -> Ties:
    """Sorted as one number: holder, the freshest first, contact."""
    last = int(fresh.max())
    bits = 21
    key = np.concatenate([a << bits | b, b << bits | a])
    holder, contact = key >> bits, key & (1 << bits) - 1
    stale = last - np.concatenate([fresh, fresh])
    key = np.sort((holder << 42) | (stale << bits) | contact)
    return Ties(
        holders=ids[key >> 42],
        contacts=ids[key & (1 << bits) - 1],
        freshness=(last - (key >> bits & (1 << 21) - 1)).astype(np.int16),
    )
