"""Building a segment from passages: counting in NumPy, a slice of the passages at a time."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import batched, islice

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.meaning import SIZE, signs
from vaknet.engine.ranking.scoring import COMMON_GRAM, FEW_PASSAGES
from vaknet.engine.ranking.segments import (
    FIELDS,
    K1,
    LENGTH_WEIGHT,
    STEPS,
    TERM_CEILING,
    Segment,
)
from vaknet.engine.text import GRAM, Token, topic_token

Tokens = Callable[[str], Sequence[Token]]

SLICE = 10_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that says something of one person, as plain words with spaces between."""

    pk: int
    person: int
    kind: int
    group: int
    at: int
    words: str
    topics: str = ""
    codes: bytes = b""
    """What it means: `SIZE` bytes for each piece."""


class _Vocabulary:
    """Words and topics by number, and their tokens by number: each is analysed once."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.words: defaultdict[str, int] = defaultdict()
        self.words.default_factory = self.words.__len__
        self.keys: dict[int, int] = {}
        self.fields: list[int] = []
        self._flat = array("q")
        self._starts = array("q", [0])

    def numbers(self, passage: Passage) -> list[int]:
        number = self.words.__getitem__
        found = [number(word) for word in passage.words.split()]
        # A topic is kept apart from the word of the same letters by a mark no word contains.
        return found + [number("#" + name) for name in passage.topics.split()]

    def expansion(self) -> tuple[Array, Array]:
        """The tokens of all words seen so far, and where those of each word start."""
        for word in islice(self.words, len(self._starts) - 1, None):
            topic = word.removeprefix("#") if word.startswith("#") else ""
            for token in [topic_token(topic)] if topic else self._tokens(word):
                self._flat.append(self._number(token))
            self._starts.append(len(self._flat))
        return np.array(self._flat, np.int64), np.array(self._starts, np.int64)

    def _number(self, token: Token) -> int:
        number = self.keys.setdefault(token.key, len(self.fields))
        if number == len(self.fields):
            self.fields.append(token.field)
        return number


@dataclass(frozen=True)
class _Slice:
    """Some passages: their facts, and how often which token stands in which of them."""

    first: int
    """The row of the first of them."""
    facts: Array
    """A line for each: pk, person, kind, group, at."""
    token: Array
    """Ascending; `row` ascends within a token, and counts from `first`."""
    row: Array
    times: Array
    codes: Array
    pieces: Array
    """How many pieces each passage has."""

    def rows(self) -> Array:
        return self.row.astype(np.int64) + self.first


def build(
    passages: Iterable[Passage],
    tokens: Tokens,
    *,
    closed_groups: Collection[int] = (),
    lengths: Array | None = None,
) -> Segment:
    """A segment of these passages, see `build_in_order`."""
    ordered = sorted(passages, key=lambda passage: (passage.at, passage.pk))
    return build_in_order(ordered, tokens, closed_groups=closed_groups, lengths=lengths)


def build_in_order(
    passages: Iterable[Passage],
    tokens: Tokens,
    *,
    closed_groups: Collection[int] = (),
    lengths: Array | None = None,
) -> Segment:
    """A segment of passages that come oldest first; only a slice of them is held at a time.

    Passages of `closed_groups` can be found by who may read them, but do not count for how rare
    a token is or how long a passage: nobody can learn from a ranking what is written where she
    may not look.
    `lengths` are those of the large segment, so that small segments measure alike.
    """
    vocabulary = _Vocabulary(tokens)
    slices = list(_slices(passages, vocabulary))
    field = np.asarray(vocabulary.fields, np.uint8)
    facts = _facts(slices)
    closed = np.isin(facts["groups"], np.fromiter(closed_groups, np.int64))
    is_open = ~closed[facts["group"]]
    length = _lengths(slices, field, len(is_open))
    if lengths is None:
        usual = length[is_open].mean(axis=0) if is_open.any() else np.ones(FIELDS)
        lengths = np.maximum(usual, 1.0)
    norm = K1 * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / lengths)
    return Segment(
        **_postings(slices, vocabulary, field, norm, is_open),
        **facts,
        **_meanings(slices),
        by_passage=np.argsort(facts["passage"], kind="stable").astype(np.int64),
        lengths=lengths,
        open_passages=np.asarray([is_open.sum()], np.int64),
    )


def _facts(slices: Sequence[_Slice]) -> dict[str, Array]:
    every = np.concatenate([np.empty((0, 5), np.int64), *(one.facts for one in slices)])
    groups, group = np.unique(every[:, 3], return_inverse=True)
    return {
        "passage": every[:, 0].copy(),
        "person": every[:, 1].copy(),
        "kind": every[:, 2].astype(np.uint8),
        "groups": groups,
        "group": group.astype(np.int32),
        "at": every[:, 4].copy(),
    }


def _meanings(slices: Sequence[_Slice]) -> dict[str, Array]:
    coded = np.concatenate([np.empty((0, SIZE), np.int8), *(one.codes for one in slices)])
    counts = np.concatenate([np.empty(0, np.int64), *(one.pieces for one in slices)])
    starts = np.concatenate(([0], np.cumsum(counts)))
    row = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return {"codes": coded, "signs": signs(coded), "pieces": starts, "piece_row": row}


def _slices(passages: Iterable[Passage], vocabulary: _Vocabulary) -> Iterable[_Slice]:
    first = 0
    for part in batched(passages, SLICE):
        lists = [vocabulary.numbers(passage) for passage in part]
        sizes = np.fromiter(map(len, lists), np.int64, len(lists))
        words = np.fromiter((word for words in lists for word in words), np.int64, sizes.sum())
        rows = np.repeat(np.arange(len(lists)), sizes)
        flat, starts = vocabulary.expansion()
        each = starts[words + 1] - starts[words]
        within = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
        token = flat[np.repeat(starts[words], each) + within]
        both, times = np.unique(token * SLICE + np.repeat(rows, each), return_counts=True)
        yield _Slice(
            first,
            np.asarray([(one.pk, one.person, one.kind, one.group, one.at) for one in part]),
            (both // SLICE).astype(np.int32),
            (both % SLICE).astype(np.uint16),
            np.minimum(times, STEPS).astype(np.uint8),
            np.frombuffer(b"".join(one.codes for one in part), np.int8).reshape(-1, SIZE),
            np.fromiter((len(one.codes) // SIZE for one in part), np.int64, len(part)),
        )
        first += len(part)


def _lengths(slices: Sequence[_Slice], field: Array, passages: int) -> Array:
    length = np.zeros(passages * FIELDS)
    for one in slices:
        place = one.rows() * FIELDS + field[one.token]
        length += np.bincount(place, one.times, minlength=len(length))
    return length.reshape(passages, FIELDS)


def _postings(
    slices: Sequence[_Slice], vocabulary: _Vocabulary, field: Array, norm: Array, is_open: Array
) -> dict[str, Array]:
    """Postings of all slices by token, tokens in the order of their keys."""
    tokens = len(field)
    everywhere = sum(
        (np.bincount(one.token, minlength=tokens) for one in slices), np.zeros(tokens, np.int64)
    )
    known = sum(
        (np.bincount(one.token, is_open[one.rows()], minlength=tokens) for one in slices),
        np.zeros(tokens),
    )
    common = (field == GRAM) & (everywhere > max(FEW_PASSAGES, len(is_open)) * COMMON_GRAM)
    keys = np.fromiter(vocabulary.keys, np.uint64, tokens)
    order = np.argsort(keys)
    # A common gram keeps its frequency, so that small segments know it for what it is.
    sizes = np.where(common, 0, everywhere)[order]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    place = np.full(tokens, -1, np.int64)
    place[order] = starts[:-1]
    rows, impacts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint8)
    for one in slices:
        kept = ~common[one.token]
        token, row, times = one.token[kept], one.rows()[kept], one.times[kept].astype(float)
        each = np.bincount(token, minlength=tokens)
        first = np.cumsum(each) - each
        target = place[token] + np.arange(len(token)) - first[token]
        part = times * TERM_CEILING / (times + norm[row, field[token]])
        rows[target] = row
        impacts[target] = np.rint(part / TERM_CEILING * STEPS)
        place += each
    return {
        "keys": keys[order],
        "starts": starts.astype(np.int64),
        "frequency": known[order].astype(np.int64),
        "rows": rows,
        "impacts": impacts,
    }
