"""How well passages match a question: BM25, a token at a time over all passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
MOST_POSTINGS = 2_000_000
# Among many, what matches less than this part of the best changes nothing but the time it takes.
MANY = 50_000
FLOOR = 0.08


@dataclass(frozen=True)
class View:
    """A segment as one person may see it, now."""

    segment: Segment
    allowed: Array
    """For each of the segment's groups whether she may read there."""
    superseded: Array
    """Rows of which a later segment has a newer version, or the news that they are gone."""

    def hide(self, scores: Array) -> None:
        """Nothing is known of what is not there for her: not even as the best to compare with."""
        if not self.allowed.all():
            scores[~self.allowed[self.segment.group]] = 0
        scores[self.superseded] = 0

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
class Terms:
    """The tokens of a question by weight: their keys, what each counts for, which are words."""

    keys: Array
    weight: Array
    is_word: Array
    """Stems and compound parts: what they share is a word, and not only letters."""


def terms(segments: Sequence[Segment], tokens: Mapping[Token, int]) -> Terms:
    """What each token counts for: its field, how rare it is, how often it was said."""
    counted = [(token, times) for token, times in tokens.items() if token.field in FIELD_WEIGHTS]
    keys = np.asarray([token.key for token, _ in counted], np.uint64)
    field = np.asarray([token.field for token, _ in counted], np.int64)
    times = np.asarray([times for _, times in counted], float)
    passages = sum(int(segment.open_passages[0]) for segment in segments)
    known_in = np.zeros(len(keys))
    for segment in segments:
        known_in += segment.frequencies(segment.places(keys))
    rarity = np.log(1 + (np.maximum(passages - known_in, 0) + 0.5) / (known_in + 0.5))
    weight = np.asarray([FIELD_WEIGHTS[token.field] for token, _ in counted]) * times * rarity
    is_common = (field == GRAM) & (known_in > COMMON_GRAM * max(passages, FEW_PASSAGES))
    order = np.lexsort((keys, -weight))
    order = order[~is_common[order]]
    return Terms(keys[order], weight[order], field[order] != GRAM)


def match(view: View, weighed: Terms) -> Match:
    """Every visible passage that shares a token with the question."""
    segment = view.segment
    total = np.zeros(len(segment), np.float32)
    budget = MOST_POSTINGS
    for place, weight in zip(segment.places(weighed.keys), weighed.weight, strict=True):
        part = segment.postings(place)
        budget -= part.stop - part.start
        if budget < 0:
            break
        # Rows of one token are unique, so adding through an index array loses nothing.
        step = np.float32(weight * TERM_CEILING / STEPS)
        total[segment.rows[part]] += segment.impacts[part] * step
    view.hide(total)
    many = np.count_nonzero(total) > MANY
    rows = np.flatnonzero(total > FLOOR * total.max() if many else total)
    return Match(view, rows, total[rows].astype(np.float64))


@dataclass(frozen=True)
class Cover:
    """For some rows: how much of the question is in each, 0-1, however long or short they are,
    and whether a whole word of it is."""

    share: Array
    has_word: Array


def cover(segment: Segment, rows: Array, weighed: Terms) -> Cover:
    share, words = np.zeros(len(rows)), np.zeros(len(rows), bool)
    every = zip(segment.places(weighed.keys), weighed.weight, weighed.is_word, strict=True)
    for place, weight, is_word in every:
        postings = segment.rows[segment.postings(place)]
        if len(postings):
            at = np.minimum(np.searchsorted(postings, rows), len(postings) - 1)
            held = postings[at] == rows
            share += held * weight
            words |= held & is_word
    return Cover(share / max(weighed.weight.sum(), 1e-9), words)
