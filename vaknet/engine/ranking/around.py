"""Who is around: answers of late, and answers on the topics of a question."""

from collections.abc import Iterable

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.ranking.kinds import ANSWERS
from vaknet.engine.ranking.scoring import View
from vaknet.engine.text import Token

DAY = 86_400
FADING = 20 * DAY


def recently(seen: Iterable[View], people: Array, now: int) -> Array:
    """Answers of late: one of today counts one, and fades."""
    total = np.zeros(len(people))
    for view in seen:
        # Rows are by time: what faded to nothing is before this one.
        first = int(np.searchsorted(view.segment.at, now - 10 * FADING))
        last = int(np.searchsorted(view.segment.at, now, side="right"))
        rows = _answers(view, np.arange(first, last))
        age = now - view.segment.at[rows]
        total += _per_person(people, view.segment.person[rows], np.exp(-age / FADING))
    return total


def on_topic(seen: Iterable[View], people: Array, topics: Iterable[Token]) -> Array:
    total = np.zeros(len(people))
    for view in seen:
        for topic in topics:
            (place,) = view.segment.places(np.asarray([topic.key], np.uint64))
            rows = _answers(view, view.segment.rows[view.segment.postings(place)])
            total += _per_person(people, view.segment.person[rows], np.ones(len(rows)))
    return total


def _answers(view: View, rows: Array) -> Array:
    return view.visible(rows[np.isin(view.segment.kind[rows], ANSWERS)])


def _per_person(people: Array, persons: Array, values: Array) -> Array:
    """Values summed for each of the people; those of anybody else are left out."""
    place = np.minimum(np.searchsorted(people, persons), len(people) - 1)
    known = people[place] == persons
    return np.bincount(place[known], values[known], minlength=len(people))
