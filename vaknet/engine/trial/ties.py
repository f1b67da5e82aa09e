"""Who knows whom: many know few, few know many, and most know their own line of work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

# The number of contacts in professional networks is close to lognormal; with this spread the best
# connected one percent have about five times the mean.
SPREAD = 0.9
OF_OWN_FIELD = 0.6
MOST = 20
ROUNDS = 20


@dataclass(frozen=True)
class Ties:
    """Pairs of positions in order, the lower one of each first."""

    pairs: np.ndarray
    people: int

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((a, b) for a, b in self.pairs.tolist())

    def hold(self, a: int, b: int) -> bool:
        wanted = min(a, b) * self.people + max(a, b)
        place = int(np.searchsorted(self._keys, wanted))
        return place < len(self._keys) and bool(self._keys[place] == wanted)

    def of(self, person: int) -> list[int]:
        contacts, starts = self._by_person
        found: list[int] = contacts[starts[person] : starts[person + 1]].tolist()
        return found

    @cached_property
    def _keys(self) -> np.ndarray:
        keys: np.ndarray = self.pairs[:, 0] * self.people + self.pairs[:, 1]
        return keys

    @cached_property
    def _by_person(self) -> tuple[np.ndarray, np.ndarray]:
        both = np.vstack([self.pairs, self.pairs[:, ::-1]])
        both = both[np.lexsort((both[:, 1], both[:, 0]))]
        return both[:, 1], np.searchsorted(both[:, 0], np.arange(self.people + 1))


def ties(seed: int, fields: Sequence[int], mean: float) -> Ties:
    """As many as give everybody `mean` contacts on average.

    Everybody gets loose ends by a lognormal draw. A part of them is tied within the field, the
    rest anywhere (the configuration model). Ends that meet themselves or meet twice fall away, and
    others are drawn in their place, from the same ends.
    """
    count = len(fields)
    if count < 2 or mean <= 0:
        return Ties(np.empty((0, 2), np.int64), count)
    chance = np.random.default_rng([seed, count])
    wanted = chance.lognormal(np.log(mean) - SPREAD**2 / 2, SPREAD, count)
    most = max(1, min(count - 1, int(MOST * mean)))
    ends = np.repeat(np.arange(count), np.clip(wanted.round(), 1, most).astype(np.int64))
    at_home = chance.random(len(ends)) < OF_OWN_FIELD
    home = ends[at_home]
    home = home[np.lexsort((chance.random(len(home)), np.asarray(fields)[home]))]
    anywhere = ends[~at_home]
    chance.shuffle(anywhere)
    pairs = _tidy(np.vstack([_paired(home), _paired(anywhere)]), count)
    aim = min(round(count * mean / 2), count * (count - 1) // 4)
    rounds = ROUNDS
    while len(pairs) < aim and rounds:
        rounds -= 1
        more = chance.choice(ends, (aim - len(pairs), 2))
        pairs = _tidy(np.vstack([pairs, more]), count)
    return Ties(pairs, count)


def _paired(ends: np.ndarray) -> np.ndarray:
    return ends[: len(ends) // 2 * 2].reshape(-1, 2)


def _tidy(pairs: np.ndarray, count: int) -> np.ndarray:
    """In order, each pair once, the lower one first, nobody with herself."""
    low, high = pairs.min(axis=1), pairs.max(axis=1)
    keys = np.unique((low * count + high)[low != high])
    return np.column_stack([keys // count, keys % count])
