"""How well passages match a question: BM25, a token at a time over all passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from vaknet.engine.ranking.segments import STEPS, TERM_CEILING, Array, Segment
from vaknet.engine.text import GRAM, PART, STEM, Token

# MATCHING.md 1.4: stems, compound parts and 4-grams weigh the same, a flat optimum in both tests.
FIELD_WEIGHTS: Mapping[int, float] = {STEM: 1.0, PART: 1.0, GRAM: 1.0}
# MATCHING.md 1.4: grams found in more than 8 % of the passages cost time and tell nothing.
COMMON_GRAM = 0.08
# In a small network every gram is in more than 8 % of something.
FEW_PASSAGES = 2_000
# A question of ten thousand words is answered by its rarest ones.
MOST_POSTINGS = 4_000_000


@dataclass(frozen=True)
class View:
    """A segment as one person may see it, now."""

    segment: Segment
    allowed: Array
    """For each of the segment's groups whether she may read there."""
    superseded: Array
    """Rows of which a later segment has a newer version, or the news that they are gone."""

    def visible(self, rows: Array) -> Array:
        """Those of the rows that are there for her."""
        rows = rows[self.allowed[self.segment.group[rows]]]
        if len(self.superseded):
            rows = rows[~np.isin(rows, self.superseded)]
        return rows


@dataclass(frozen=True)
class Match:
    """The rows of one view that share something with a question, and how well (BM25 > 0)."""

    view: View
    rows: Array
    score: Array


def views(segments: Sequence[Segment], readable: Array, superseded: Sequence[Array]) -> list[View]:
    return [
        View(segment, (segment.groups == 0) | np.isin(segment.groups, readable), gone)
        for segment, gone in zip(segments, superseded, strict=True)
    ]


@dataclass(frozen=True)
class Term:
    """A token of a question, and what it counts for."""

    key: int
    weight: float


def terms(segments: Sequence[Segment], tokens: Mapping[Token, int]) -> list[Term]:
    """The tokens of a question by weight: its field, how rare it is, how often it was said."""
    passages = sum(int(segment.open_passages[0]) for segment in segments)
    common = COMMON_GRAM * max(passages, FEW_PASSAGES)
    weighed = []
    for token, times in tokens.items():
        known_in = sum(segment.frequency_of(token.key) for segment in segments)
        if token.field not in FIELD_WEIGHTS or (token.field == GRAM and known_in > common):
            continue
        rarity = log(1 + (max(passages - known_in, 0) + 0.5) / (known_in + 0.5))
        weighed.append(Term(token.key, FIELD_WEIGHTS[token.field] * times * rarity))
    return sorted(weighed, key=lambda term: (-term.weight, term.key))


def match(view: View, weighed: Sequence[Term]) -> Match:
    """Every visible passage that shares a token with the question."""
    segment = view.segment
    total = np.zeros(len(segment), np.float32)
    budget = MOST_POSTINGS
    for term in weighed:
        place = segment.postings(term.key)
        budget -= place.stop - place.start
        if budget < 0:
            break
        # Rows of one token are unique, so adding through an index array loses nothing.
        step = np.float32(term.weight * TERM_CEILING / STEPS)
        total[segment.rows[place]] += segment.impacts[place] * step
    rows = view.visible(np.flatnonzero(total))
    return Match(view, rows, total[rows].astype(np.float64))


def cover(segment: Segment, rows: Array, weighed: Sequence[Term]) -> Array:
    """How much of the question is in each of some rows, 0-1, however long or short they are."""
    total = np.zeros(len(rows))
    for term in weighed:
        postings = segment.rows[segment.postings(term.key)]
        if len(postings):
            place = np.minimum(np.searchsorted(postings, rows), len(postings) - 1)
            total += (postings[place] == rows) * term.weight
    return total / max(sum(term.weight for term in weighed), 1e-9)
