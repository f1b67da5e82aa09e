"""What a standing is made of, for who asks why: read off the arrays that the ranking was made of.

    standing = evidence · recent · on topic · sure        the four `factors`
    evidence = what her passages are worth together, to the power that the formula has
    worth    = weight of its kind · (exp(5 · fit beside the best) - 1)
    fit      = by words + by meaning, and half of the way to the whole of who wrote it

Nothing here is computed unless somebody asks, and nothing of the ranking is computed again: there
is one formula, in `people` and `scoring`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.ranking.kinds import Kind
from vaknet.engine.ranking.people import (
    SURE,
    WEIGHTS,
    Standings,
    by_evidence,
    by_recent,
    by_topic,
    strongest,
)
from vaknet.engine.ranking.scoring import View, likeness_of


@dataclass(frozen=True)
class PassageParts:
    """One passage. Each of `words`, `meaning` and `whole` is what it adds to the fit; the whole
    of its author may take away."""

    passage: int
    kind: Kind
    weight: float
    words: float
    meaning: float
    whole: float
    fit: float
    share: float
    """The fit beside that of the best passage, 0-1."""
    sure: float
    worth: float


@dataclass(frozen=True)
class Parts:
    person: int
    place: int
    """Among all who fit, by standing, from 1."""
    evidence: float
    recent: float
    on_topic: float
    sure: float
    standing: float
    count: int
    """How many passages of hers count."""
    strongest: tuple[PassageParts, ...]

    @property
    def factors(self) -> tuple[float, float, float, float]:
        """What evidence, recent answers, answers on the topic and being sure multiply by."""
        recent, on_topic = by_recent(self.recent), by_topic(self.on_topic)
        sure = 1 + SURE * self.sure / (recent * on_topic)
        return by_evidence(self.evidence), recent, on_topic, sure


def parts_of(
    standings: Standings, people: Collection[int], directions: Array | None
) -> dict[int, Parts]:
    """Of those of these people who have a standing."""
    wanted = np.intersect1d(standings.people, np.fromiter(people, np.int64))
    passages = _passages(standings, wanted, directions)
    places = np.empty(len(standings.order), np.int64)
    places[standings.order] = np.arange(1, len(standings.order) + 1)
    at = np.searchsorted(standings.people, wanted)
    return {
        int(person): Parts(
            int(person),
            int(places[one]),
            float(standings.evidence[one]),
            float(standings.recent[one]),
            float(standings.on_topic[one]),
            float(standings.sure[one]),
            float(standings.standing[one]),
            int(np.count_nonzero(standings.kept.person == person)),
            tuple(passages[int(person)]),
        )
        for person, one in zip(wanted, at, strict=True)
    }


def _passages(
    standings: Standings, people: Array, directions: Array | None
) -> dict[int, list[PassageParts]]:
    kept = standings.kept
    rows = strongest(kept, people)
    words, best = _by_words(standings, rows), kept.score.max()
    told: dict[int, list[PassageParts]] = {int(person): [] for person in people}
    for row, by_words in zip(rows, words, strict=True):
        fit, meaning = float(kept.score[row]), float(kept.likeness[row])
        one = PassageParts(
            passage=int(kept.passage[row]),
            kind=Kind(int(kept.kind[row])),
            weight=float(WEIGHTS[kept.kind[row]]),
            words=float(by_words),
            meaning=meaning,
            whole=fit - float(by_words) - meaning,
            fit=fit,
            share=fit / float(best),
            sure=float(kept.sure[row]),
            worth=float(kept.worth[row]),
        )
        told[int(kept.person[row])].append(one)
    return told


def _by_words(standings: Standings, rows: Array) -> Array:
    """What words alone added to the fit of each, as it was matched."""
    kept, words = standings.kept, np.zeros(len(rows))
    for number, match in enumerate(standings.found):
        own = kept.match[rows] == number
        at = np.searchsorted(match.rows, kept.row[rows[own]])
        words[own] = match.score[at] - match.likeness[at]
    return words


def closest_of(seen: Sequence[View], person: int, directions: Array) -> tuple[float, int] | None:
    found: list[tuple[float, int]] = []
    for view in seen:
        segment = view.segment
        hers = np.flatnonzero((segment.person == person) & (segment.kind != Kind.QUESTION))
        rows = view.visible(hers)
        alike, is_read = likeness_of(segment, rows, directions)
        passages = segment.passage[rows[is_read]]
        found += zip(alike[is_read].tolist(), passages.tolist(), strict=True)
    return max(found, default=None)
