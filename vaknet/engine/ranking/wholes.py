"""A passage read beside the whole of who wrote it.

"Geeft training" fits whoever asks for a training; of what, only the whole profile tells. So half
of how a passage fits is how all that she tells about herself does: its first piece
(`engine/meaning/pieces`) in the passage of her profile.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.meaning import likeness
from vaknet.engine.ranking.kinds import Kind
from vaknet.engine.ranking.scoring import Match, View

# In the middle of a flat optimum on dev data (benchmarks/finder).
WHOLE = 0.5


def as_of_her(found: Sequence[Match], directions: Array) -> list[Match]:
    """The same matches, each moved toward how the whole of its person fits, as far as known."""
    persons = [match.view.segment.person[match.rows] for match in found]
    people = np.unique(np.concatenate(persons))
    alike = _alike([match.view for match in found], people, directions)
    moved = []
    for match, person in zip(found, persons, strict=True):
        whole = alike[np.searchsorted(people, person)]
        toward = WHOLE * (whole - match.likeness)
        score = match.score + np.where(np.isnan(whole) | (match.likeness == 0), 0, toward)
        moved.append(replace(match, score=np.maximum(score, 0)))
    return moved


def _alike(seen: Sequence[View], people: Array, directions: Array) -> Array:
    """How alike the whole profile of each of these people is; nan where nobody read it."""
    alike = np.full(len(people), np.nan)
    for view in seen:
        segment = view.segment
        rows = np.flatnonzero(segment.kind == Kind.PROFILE)
        rows = view.visible(rows[np.isin(segment.person[rows], people)])
        first = segment.pieces[rows]
        is_read = segment.pieces[rows + 1] > first
        coded = segment.codes[first[is_read]]
        place = np.searchsorted(people, segment.person[rows[is_read]])
        alike[place] = np.max([likeness(coded, one) for one in directions], axis=0)
    return alike
