"""The impact index: for every token the passages it stands in, and how much it counts there.

A segment is a handful of arrays that never change, so they can be mapped from files and shared
by processes. Several segments together are one index: a large one that is built now and then, and
small ones of what changed since. How rare a token is (its idf) is therefore not in a segment but
taken over all of them when a question is asked.
"""

from dataclasses import dataclass, fields

import numpy as np

from vaknet.engine.arrays import Array

# BM25. TERM_CEILING is what a token can count for at most: K1 + 1.
K1 = 1.2
LENGTH_WEIGHT = 0.75
TERM_CEILING = K1 + 1
STEPS = 255
FIELDS = 4


@dataclass(frozen=True)
class Segment:
    """Rows are passages, oldest first. Postings of token i: `rows[starts[i]:starts[i + 1]]`."""

    keys: Array
    """Hashes of tokens, ascending."""
    starts: Array
    frequency: Array
    """In how many open passages each token stands."""
    rows: Array
    impacts: Array
    """The part of BM25 that is in the passage, 0-255 for 0-TERM_CEILING."""
    passage: Array
    person: Array
    kind: Array
    groups: Array
    """Every group that passages here are from, ascending; 0 stands for none."""
    group: Array
    """The place in `groups` of each passage's group."""
    at: Array
    """Seconds since 1970."""
    by_passage: Array
    """Row numbers in the order of `passage`, to find a row by its passage."""
    lengths: Array
    """The usual number of tokens in a passage, for each field."""
    open_passages: Array
    """One number: how many passages the frequencies were counted over."""
    codes: Array
    """What passages mean, by piece (`engine/meaning`); a passage that was not read yet has none."""
    signs: Array
    pieces: Array
    """Where the pieces of each row start; one more than there are rows."""
    piece_row: Array
    """The row of each piece."""

    def __len__(self) -> int:
        return len(self.passage)

    def arrays(self) -> dict[str, Array]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def rows_of(self, passages: Array) -> Array:
        """The rows of those passages that are in this segment."""
        if not len(self):
            return np.empty(0, np.int64)
        places = np.searchsorted(self.passage, passages, sorter=self.by_passage)
        rows = self.by_passage[np.minimum(places, len(self) - 1)]
        known: Array = rows[self.passage[rows] == passages]
        return known

    def places(self, keys: Array) -> Array:
        """The numbers of tokens here, by their keys; -1 for one that is unknown."""
        if not len(self.keys):
            return np.full(len(keys), -1)
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[place] == keys, place, -1)

    def postings(self, place: int) -> slice:
        """Where the postings of a token are; an empty slice for an unknown one."""
        if place < 0:
            return slice(0, 0)
        return slice(int(self.starts[place]), int(self.starts[place + 1]))

    def frequencies(self, places: Array) -> Array:
        if not len(self.keys):
            return np.zeros(len(places), np.int64)
        return np.where(places < 0, 0, self.frequency[places])
