"""How well passages match a question: by its words, and by what it means.

    fit = likeness + 0.2 · long · words of a passage whose meaning was read
    fit = max(1.5, 0.2 · long) · words  of one that is still to be read, or without an encoder

- *words* is BM25, a token at a time over all passages, as a share of what a passage could reach
  that is all about this: 0-1. So it says little of a question in another language, of which some
  letters come back by chance; added with equal weight it would drown the meaning (MATCHING.md 1.3).
- *likeness* is the cosine between the question and the piece of the passage that is closest to it.
- *long* is 1 for a question of up to 15 words that say something, and grows by 1 with each three
  more. Who writes half a page uses the words of the trade, a share of so many words is a small
  number, and what half a page means is a bit of everything: on questions of 64 words words alone
  did better than meaning, and this as well as either.
- 0.2 is in the middle of a flat optimum on dev data; 1.5 makes the best by words alone count about
  as much as the best by meaning does (benchmarks/finder).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.meaning import closest, likeness
from vaknet.engine.ranking.segments import STEPS, Segment
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
# fit, see above
WORDS, WORDS_ALONE = 0.2, 1.5
SHORT, STEP = 12, 3
# More passages than that have a word that is no name any more: HR, ICT.
FEW_WITH_NAME, RARE_NAME = 5, 0.01
# So many pieces are compared whole with each direction that is asked for, and so many passages
# that share most words.
NEAR = 4_000
WORDY = 2_000


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

    def hidden(self) -> Array | None:
        """Which rows are not there for her; None if all are."""
        if self.allowed.all() and not len(self.superseded):
            return None
        hidden: Array = ~self.allowed[self.segment.group]
        hidden[self.superseded] = True
        return hidden

    def visible(self, rows: Array) -> Array:
        """Those of the rows that are there for her."""
        rows = rows[self.allowed[self.segment.group[rows]]]
        if len(self.superseded):
            rows = rows[~np.isin(rows, self.superseded)]
        return rows


@dataclass(frozen=True)
class Match:
    """The rows of one view that share something with a question, and how well."""

    view: View
    rows: Array
    score: Array
    """Their fit."""
    likeness: Array
    """How alike in meaning; 0 where nothing is known of it."""


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
    is_name: Array
    """Names that few passages have: GIBIT, TenderNed, NEN 3140."""
    most: float
    """What all that was asked for counts together."""
    long: float = 1.0
    """How much more words count than in a question of a few words."""


def terms(
    segments: Sequence[Segment], tokens: Mapping[Token, int], names: Collection[Token] = ()
) -> Terms:
    """What each token counts for: its field, how rare it is, how often it was said.

    `names` are tokens that stand for one thing only, unless many passages have them.
    """
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
    rare = known_in <= max(FEW_WITH_NAME, RARE_NAME * passages)
    named = np.asarray([token in names for token, _ in counted], bool) & rare
    most = float(weight[order].sum())
    return Terms(keys[order], weight[order], field[order] != GRAM, named[order], most)


def length(words: int) -> float:
    """`long` of a question with so many words that say something."""
    return max(1.0, (words - SHORT) / STEP)


def match(view: View, weighed: Terms, directions: Array | None = None) -> Match:
    """Every visible passage that shares a token with the question or points the same way.

    `directions` are what is asked for, a line each, as `engine/meaning` reads it.
    """
    words = _by_words(view, weighed)
    many = np.count_nonzero(words) > MANY
    rows = np.flatnonzero(words > FLOOR * words.max() if many else words)
    if directions is None or not len(view.segment.codes):
        return Match(view, rows, WORDS_ALONE * words[rows].astype(float), np.zeros(len(rows)))
    if len(rows) > WORDY:
        rows = rows[np.argpartition(words[rows], -WORDY)[-WORDY:]]
    rows = np.union1d(rows, _by_meaning(view, directions))
    alike, is_read = likeness_of(view.segment, rows, directions)
    said = WORDS * weighed.long
    fit = np.where(is_read, alike + said * words[rows], max(WORDS_ALONE, said) * words[rows])
    fitting = fit > 0
    return Match(view, rows[fitting], fit[fitting], alike[fitting])


def _by_words(view: View, weighed: Terms) -> Array:
    """For each passage the share of what it could reach that its words reach."""
    segment = view.segment
    total = np.zeros(len(segment), np.float32)
    budget = MOST_POSTINGS
    most = max(weighed.most, 1e-9)
    for place, weight in zip(segment.places(weighed.keys), weighed.weight, strict=True):
        part = segment.postings(place)
        budget -= part.stop - part.start
        if budget < 0:
            break
        # Rows of one token are unique, so adding through an index array loses nothing.
        step = np.float32(weight / STEPS / most)
        total[segment.rows[part]] += segment.impacts[part] * step
    view.hide(total)
    return total


def _by_meaning(view: View, directions: Array) -> Array:
    """The rows of the pieces that are closest to one of these."""
    segment = view.segment
    hidden = view.hidden()
    hidden_pieces = None if hidden is None else hidden[segment.piece_row]
    near = [closest(segment.signs, one, NEAR, hidden_pieces) for one in directions]
    rows: Array = np.unique(segment.piece_row[np.concatenate(near)])
    return rows


def likeness_of(segment: Segment, rows: Array, directions: Array) -> tuple[Array, Array]:
    """Of the piece of each row that is most alike; and whether there is any."""
    first = segment.pieces[rows]
    count = segment.pieces[rows + 1] - first
    is_read = count > 0
    starts = np.cumsum(count) - count
    place = np.arange(count.sum()) + np.repeat(first - starts, count)
    coded, alike = segment.codes[place], np.zeros(len(rows))
    if len(place):
        each = np.max([likeness(coded, one) for one in directions], axis=0)
        alike[is_read] = np.maximum.reduceat(each, starts[is_read])
    return alike, is_read


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


def names_held(segment: Segment, rows: Array, weighed: Terms) -> Array:
    """For some rows the share of the names in the question that each has; 0 if there is none."""
    share = np.zeros(len(rows))
    weight = weighed.weight[weighed.is_name]
    for place, own in zip(segment.places(weighed.keys[weighed.is_name]), weight, strict=True):
        share += np.isin(rows, segment.rows[segment.postings(place)]) * own
    held: Array = share / max(weight.sum(), 1e-9)
    return held
