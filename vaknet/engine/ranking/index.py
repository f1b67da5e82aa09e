"""The narrow port: an index and a question go in, people and questions with evidence come out.

What reads words and meaning is behind this port; nothing above has to know.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.ranking.kinds import ANSWERS, Kind
from vaknet.engine.ranking.parts import Parts, closest_of, parts_of
from vaknet.engine.ranking.people import Candidate, Standings, standings
from vaknet.engine.ranking.scoring import Match, Terms, View, cover, length, match, terms, views
from vaknet.engine.ranking.segments import Segment
from vaknet.engine.text import STEM, Analyser, Token, topic_token

MOST_WORDS = 64
LOOK_BACK = 10_000


@dataclass(frozen=True)
class Query:
    """What is asked, and what the one who asks may read."""

    words: Sequence[str]
    also: Mapping[str, float] = field(default_factory=dict)
    """Words that say the same, and what each weighs beside one of the question, 0-1."""
    readable_groups: Collection[int] = ()
    topics: Collection[str] = ()
    names: Collection[str] = ()
    """Those of the words that are written like a name: GIBIT, DigiD."""
    directions: Array | None = None
    """What the question means, a line for each thing it asks (`engine/meaning`)."""
    without_people: Collection[int] = ()
    among: Collection[int] | None = None
    """When it is put to these people only; None for everybody."""
    until: int = field(default=2**40)
    """Answers are recent as seen from here, or from the latest answer if that is earlier."""


@dataclass(frozen=True)
class FoundQuestion:
    passage: int
    person: int
    score: float
    cover: float
    """How much of what was asked is in it, 0-1."""


@dataclass(frozen=True)
class Index:
    """Segments, old to new, and for each the rows that a newer one replaces."""

    segments: Sequence[Segment]
    superseded: Sequence[Array]

    @classmethod
    def of(cls, segments: Sequence[Segment]) -> "Index":
        """Later segments win: what they hold, even when emptied, hides what was before."""
        newer: list[Array] = []
        superseded = []
        for segment in reversed(segments):
            gone = np.concatenate([segment.rows_of(passages) for passages in newer] or [_NONE])
            superseded.append(np.unique(gone))
            newer.append(segment.passage)
        return cls(segments, superseded[::-1])

    @property
    def has_meaning(self) -> bool:
        """Whether any passage was read by an encoder."""
        return any(len(segment.codes) for segment in self.segments)


_NONE = np.empty(0, np.int64)


class Answerer:
    """One question put to an index: the words are matched once, for people and for questions."""

    def __init__(self, index: Index, query: Query, analyser: Analyser) -> None:
        tokens = _tokens(query.words, analyser)
        self._query = query
        readable = np.fromiter(query.readable_groups, np.int64)
        self._views = views(index.segments, readable, index.superseded)
        asked = terms(index.segments, tokens, _stems(query.names, analyser))
        also = _also(index.segments, query.also, tokens, analyser)
        # Words that say the same help to find, and are words of it; but how much of a question is
        # covered goes by what was asked.
        self._terms = _together(asked, replace(also, weight=np.zeros_like(also.weight)))
        matched = replace(_together(asked, also), long=length(min(len(query.words), MOST_WORDS)))
        self._matches = [match(view, matched, query.directions) for view in self._views]

    def people(self, limit: int = 50) -> list[Candidate]:
        return self._standings.candidates(limit) if self._standings else []

    def candidate(self, person: int) -> Candidate | None:
        """One person, however far below the others; None when nothing of hers fits."""
        return self._standings.candidate(person) if self._standings else None

    def parts(self, people: Collection[int]) -> dict[int, Parts]:
        """What the standing of each of these people is made of; who has none is left out."""
        if self._standings is None:
            return {}
        return parts_of(self._standings, people, self._query.directions)

    @property
    def reads_meaning(self) -> bool:
        """Whether what was asked is compared by its meaning too, and not by words alone."""
        return self._query.directions is not None

    def closest_of(self, person: int) -> tuple[float, int] | None:
        """How alike in meaning the closest of all she wrote is, also when she has no standing; and
        which passage that is.

        None when nothing of hers was read, or nothing that can be compared was asked.
        """
        directions = self._query.directions
        return None if directions is None else closest_of(self._views, person, directions)

    @cached_property
    def _standings(self) -> Standings | None:
        return standings(
            self._matches,
            weighed=self._terms,
            directions=self._query.directions,
            topics=[topic_token(name) for name in self._query.topics],
            now=min(self._query.until, _last_answer(self._views)),
            without=self._query.without_people,
            among=self._query.among,
        )

    def questions(self, limit: int = 10) -> list[FoundQuestion]:
        """Questions asked before that are like this one, most like it first."""
        found = [one for part in self._matches for one in _questions(part, self._terms, limit)]
        return sorted(found, key=lambda one: (-one.score, one.passage))[:limit]


def _tokens(words: Sequence[str], analyser: Analyser) -> Counter[Token]:
    return Counter(token for word in words[:MOST_WORDS] for token in analyser.tokens(word))


def _stems(names: Collection[str], analyser: Analyser) -> set[Token]:
    return {token for name in names for token in analyser.tokens(name) if token.field == STEM}


def _also(
    segments: Sequence[Segment],
    words: Mapping[str, float],
    asked: Collection[Token],
    analyser: Analyser,
) -> Terms:
    """Of words that say the same; a token that was asked for has its full weight already."""
    worth: dict[Token, float] = {}
    for word, weight in [*words.items()][:MOST_WORDS]:
        for token in analyser.tokens(word):
            if token not in asked:
                worth[token] = max(worth.get(token, 0.0), weight)
    weighed = terms(segments, dict.fromkeys(worth, 1))
    by_key = {token.key: weight for token, weight in worth.items()}
    share = np.asarray([by_key[key] for key in weighed.keys.tolist()], float)
    return replace(weighed, weight=weighed.weight * share)


def _together(one: Terms, other: Terms) -> Terms:
    """Heaviest first, as terms are."""
    keys, weight, is_word, is_name = (
        np.concatenate(pair)
        for pair in (
            (one.keys, other.keys),
            (one.weight, other.weight),
            (one.is_word, other.is_word),
            (one.is_name, other.is_name),
        )
    )
    order = np.argsort(-weight, kind="stable")
    return Terms(keys[order], weight[order], is_word[order], is_name[order], one.most)


def _questions(part: Match, weighed: Terms, limit: int) -> list[FoundQuestion]:
    segment = part.view.segment
    own = segment.kind[part.rows] == Kind.QUESTION
    rows, values = part.rows[own], part.score[own]
    if len(rows) > limit:
        enough = np.partition(values, -limit)[-limit]
        rows, values = rows[values >= enough], values[values >= enough]
    best = np.lexsort((segment.passage[rows], -values))[:limit]
    rows, values = rows[best], values[best]
    covered = cover(segment, rows, weighed).share
    return [
        FoundQuestion(
            int(segment.passage[row]), int(segment.person[row]), float(value), float(share)
        )
        for row, value, share in zip(rows, values, covered, strict=True)
    ]


def _last_answer(seen: Sequence[View]) -> int:
    """A network that rested over the summer, or was brought along from elsewhere, is judged by its
    own last days and not by ours."""
    return max((_last_answer_in(view) for view in seen), default=0)


def _last_answer_in(view: View) -> int:
    """Rows are by time, so the latest is near the end."""
    for end in range(len(view.segment), 0, -LOOK_BACK):
        rows = np.arange(max(0, end - LOOK_BACK), end)
        answers = view.visible(rows[np.isin(view.segment.kind[rows], ANSWERS)])
        if len(answers):
            return int(view.segment.at[answers[-1]])
    return 0
