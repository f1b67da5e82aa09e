"""Who may stand on a way: who said "not through me" to whom, and how often each was asked."""

from functools import cached_property

import numpy as np

from vaknet.engine.arrays import Array

# A place has fewer bits than this, so that two fit in a number.
_BITS = 32
MOST_COUNTED = 15


class Barred:
    """Pairs of places: not through the first to the second."""

    def __init__(self, by: Array, to: Array, size: int) -> None:
        self.by = by.astype(np.int64)
        self.to = to.astype(np.int64)
        self._size = size

    def __bool__(self) -> bool:
        return len(self.by) > 0

    @cached_property
    def _pairs(self) -> Array:
        pairs: Array = np.sort(self.by << _BITS | self.to)
        return pairs

    @cached_property
    def is_guarded(self) -> Array:
        """1 for everybody who is not reached through somebody."""
        guarded = np.zeros(self._size, np.uint8)
        guarded[self.to] = 1
        return guarded

    def has(self, by: Array, to: Array) -> Array:
        """Whether each of these pairs is barred."""
        pair = by << _BITS | to
        place = np.minimum(self._pairs.searchsorted(pair), len(self._pairs) - 1)
        found: Array = self._pairs[place] == pair
        return found

    def by_whom(self, to: int) -> Array:
        found: Array = self.by[self.to == to]
        return found


class Asks:
    """When go-betweens were asked: moments in order, and of each moment who."""

    def __init__(self, of: Array, at: Array, size: int) -> None:
        self.of = of
        self.at = at
        self.size = size
        self._last: tuple[int, Array] = (-1, of)

    def counts(self, since: int) -> Array:
        """How often each was asked after that moment. Changes only when a question grows old."""
        start = int(self.at.searchsorted(since, side="right"))
        known, counts = self._last
        if known != start:
            every = np.bincount(self.of[start:], minlength=self.size)
            counts = np.minimum(every, MOST_COUNTED).astype(np.uint8)
            self._last = (start, counts)
        return counts
