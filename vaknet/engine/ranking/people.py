"""From passages to people: who knows most of this, and is around to tell it.

    evidence = Σ over her passages of  kind weight · (exp(5 · fit / best) - 1)
    around   = (1 + recent)² · (1 + on topic)^¼  +  169 · sure
    standing = evidence^0.4 · around

- *evidence* is expCombSUM, the best text method of MATCHING.md 2.2: passages are summed (the best
  one alone, or a mean, lose), the exponent lets good ones count for more. "best" is the best
  passage that the asker may read. Minus one, so that what hardly matches counts for nothing.
- *recent*: her answers of late, each fading by e in twenty days. The strongest single signal for
  who will answer (MATCHING.md 2.2), and so for whom it is worth asking.
- *sure*: 0-1, how far a single passage of hers covers more than 0.85 of the question (an answer)
  or 0.4 (what she says of herself, which has no date), or has the rare names in it. Who says or
  wrote exactly this counts like the one who answers every day: 169 = (1 + 12)², and 12 is the
  most that *recent* can be.
- 0.4, 2, ¼, 20, 12 and 0.85 were chosen on train and dev questions of two Stack Exchange archives
  (benchmarks/finder), a flat optimum. The weights of kinds follow MATCHING.md 5; they are its
  proposals and were not measured, nor was 0.4.

Who of them are shown is another matter: `choosing`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.ranking.around import on_topic, recently
from vaknet.engine.ranking.kinds import Kind
from vaknet.engine.ranking.scoring import Match, Terms, cover, names_held
from vaknet.engine.ranking.wholes import as_of_her
from vaknet.engine.text import Token

# A question proves nothing of who asked it.
KIND_WEIGHTS: Mapping[Kind, float] = {
    Kind.ROLE: 1.2,
    Kind.KNOWS: 1.2,
    Kind.ANSWER: 1.0,
    Kind.BEST_ANSWER: 1.2,
    Kind.PROFILE: 1.0,
    Kind.QUESTION: 0.0,
    Kind.ARTICLE: 1.0,
    Kind.SESSION: 1.0,
}
SHARPNESS = 5.0
EVIDENCE_POWER = 0.4
RECENT_POWER = 2.0
TOPIC_POWER = 0.25
MOST_RECENT = 12.0
SURE_FROM: Mapping[Kind, float] = {
    Kind.ROLE: 0.4,
    Kind.KNOWS: 0.4,
    Kind.ANSWER: 0.85,
    Kind.BEST_ANSWER: 0.85,
    Kind.PROFILE: 0.4,
    Kind.QUESTION: 1.0,
    Kind.ARTICLE: 0.85,
    Kind.SESSION: 0.85,
}
SURE = (1 + MOST_RECENT) ** RECENT_POWER
# Only the best passages make a difference; so a word that everybody has costs no more.
MOST_PASSAGES = 20_000
MOST_COVERED = 500
MOST_EVIDENCE = 5

WEIGHTS = np.asarray([0.0, *(KIND_WEIGHTS[kind] for kind in Kind)])
SURE_ABOVE = np.asarray([1.0, *(SURE_FROM[kind] for kind in Kind)])


@dataclass(frozen=True)
class Evidence:
    passage: int
    kind: Kind
    strength: float
    """How well it matches beside the best passage for this question, 0-1."""
    has_word: bool
    """Whether it shares a word with the question, and not only some letters."""
    likeness: float = 0.0
    """How alike in meaning, 0 where nothing is known of it."""


@dataclass(frozen=True)
class Candidate:
    person: int
    standing: float
    evidence: tuple[Evidence, ...]
    """The passages that say most, best first."""


@dataclass(frozen=True)
class Found:
    """The passages that count, of all matches together."""

    match: Array
    row: Array
    passage: Array
    person: Array
    kind: Array
    score: Array
    likeness: Array
    sure: Array
    worth: Array


@dataclass(frozen=True)
class Standings:
    """Everybody of whom a passage fits, in arrays side by side: every part of her standing."""

    found: Sequence[Match]
    """As they were matched, before a passage was read beside the whole of who wrote it."""
    weighed: Terms
    kept: Found
    people: Array
    evidence: Array
    recent: Array
    on_topic: Array
    sure: Array
    standing: Array
    order: Array
    """Best first; equal standing by lower number, so that runs agree."""

    def candidates(self, limit: int) -> list[Candidate]:
        return self._shown(self.order[:limit])

    def candidate(self, person: int) -> Candidate | None:
        """However she stands; None when nothing of hers fits."""
        return next(iter(self._shown(np.flatnonzero(self.people == person))), None)

    def _shown(self, order: Array) -> list[Candidate]:
        shown = _evidence(self.kept, self.people[order], self.found, self.weighed)
        return [
            Candidate(int(self.people[one]), float(self.standing[one]), shown[self.people[one]])
            for one in order
        ]


def standings(
    found: Sequence[Match],
    *,
    weighed: Terms,
    directions: Array | None = None,
    topics: Iterable[Token] = (),
    now: int,
    without: Collection[int] = (),
    among: Collection[int] | None = None,
) -> Standings | None:
    """How everybody stands; None when nothing fits.

    `weighed` and `directions` are the question the matches were found with, `now` the moment to
    count recent answers back from, `without` people who are never the answer, `among` the only ones
    who may be: "best" is then the best of theirs.
    """
    if not any(len(match.rows) for match in found):
        return None
    kept = _gather(found, weighed, directions, without, among)
    if not len(kept.person):
        return None
    people, place = np.unique(kept.person, return_inverse=True)
    evidence = np.bincount(place, kept.worth, minlength=len(people))
    sure = np.zeros(len(people))
    np.maximum.at(sure, place, kept.sure)
    seen = [match.view for match in found]
    recent = np.minimum(recently(seen, people, now), MOST_RECENT)
    on_it = on_topic(seen, people, topics)
    around = by_recent(recent) * by_topic(on_it) + SURE * sure
    standing = by_evidence(evidence) * around
    order = np.lexsort((people, -standing))
    return Standings(found, weighed, kept, people, evidence, recent, on_it, sure, standing, order)


# What each of these multiplies a standing by: of one person, or of all at once.
def by_evidence[N: (float, Array)](evidence: N) -> N:
    factor: N = evidence**EVIDENCE_POWER
    return factor


def by_recent[N: (float, Array)](recent: N) -> N:
    factor: N = (1 + recent) ** RECENT_POWER
    return factor


def by_topic[N: (float, Array)](on_topic: N) -> N:
    factor: N = (1 + on_topic) ** TOPIC_POWER
    return factor


def _gather(
    found: Sequence[Match],
    weighed: Terms,
    directions: Array | None,
    without: Collection[int],
    among: Collection[int] | None,
) -> Found:
    counting = [_counting(match, without, among) for match in found]
    if directions is not None:
        counting = as_of_her(counting, directions)
    values = np.sort(np.concatenate([match.score for match in counting]))[::-1]
    enough = values[MOST_PASSAGES] if len(values) > MOST_PASSAGES else 0.0
    close = values[min(MOST_COVERED, len(values)) - 1] if len(values) else 0.0
    parts = [
        _columns(number, match, weighed, enough, close) for number, match in enumerate(counting)
    ]
    number, row, passage, person, kind, value, alike, sure = (
        np.concatenate(columns) for columns in zip(*parts, strict=True)
    )
    share = value / value.max() if len(value) else value
    worth = WEIGHTS[kind] * np.expm1(SHARPNESS * share)
    return Found(number, row, passage, person, kind, value, alike, sure, worth)


def _counting(match: Match, without: Collection[int], among: Collection[int] | None) -> Match:
    """The matches that prove something of somebody who may be the answer."""
    segment, rows = match.view.segment, match.rows
    counts = segment.kind[rows] != Kind.QUESTION
    if without:
        counts &= ~np.isin(segment.person[rows], np.fromiter(without, np.int64))
    if among is not None:
        counts &= np.isin(segment.person[rows], np.fromiter(among, np.int64))
    return Match(match.view, rows[counts], match.score[counts], match.likeness[counts])


def _columns(
    number: int, match: Match, weighed: Terms, enough: float, close: float
) -> tuple[Array, ...]:
    segment = match.view.segment
    kept = match.score > enough
    rows, value = match.rows[kept], match.score[kept]
    near = np.flatnonzero(value >= close)
    kind, sure = segment.kind[rows], np.zeros(len(rows))
    above = SURE_ABOVE[kind[near]]
    share = cover(segment, rows[near], weighed).share
    sure[near] = np.clip((share - above) / np.maximum(1 - above, 1e-9), 0, 1)
    sure = np.maximum(sure, names_held(segment, rows, weighed))
    return (
        np.full(len(rows), number),
        rows,
        segment.passage[rows],
        segment.person[rows],
        kind,
        value,
        match.likeness[kept],
        sure,
    )


def _evidence(
    kept: Found, people: Array, found: Sequence[Match], weighed: Terms
) -> dict[int, tuple[Evidence, ...]]:
    """The best few passages of each of these people."""
    best = kept.score.max()
    rows = strongest(kept, people)
    words = np.zeros(len(rows), bool)
    for number, match in enumerate(found):
        own = kept.match[rows] == number
        words[own] = cover(match.view.segment, kept.row[rows[own]], weighed).has_word
    shown: dict[int, list[Evidence]] = {int(person): [] for person in people}
    for row, has_word in zip(rows, words, strict=True):
        kind, strength = Kind(int(kept.kind[row])), float(kept.score[row] / best)
        alike = float(kept.likeness[row])
        one = Evidence(int(kept.passage[row]), kind, strength, bool(has_word), alike)
        shown[int(kept.person[row])].append(one)
    return {person: tuple(of_her) for person, of_her in shown.items()}


def strongest(kept: Found, people: Array) -> Array:
    """Where the best few passages of each of these people are, best first."""
    rows = np.flatnonzero(np.isin(kept.person, people))
    rows = rows[np.lexsort((kept.passage[rows], -kept.worth[rows], kept.person[rows]))]
    _, first, count = np.unique(kept.person[rows], return_index=True, return_counts=True)
    few: Array = rows[np.arange(len(rows)) - np.repeat(first, count) < MOST_EVIDENCE]
    return few
