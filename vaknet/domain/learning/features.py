"""What an order of people is learned from: numbers of each person for one question.

The first three are the formula of `engine/ranking/people`, as a sum of logarithms: with `FORMULA`
for weights people stand as they did without learning. None of them tells what was asked.
"""

from collections.abc import Sequence
from math import log

from vaknet.domain.finding.queries import Found
from vaknet.engine import ranking
from vaknet.engine.ranking import Kind

KINDS = (Kind.ROLE, Kind.KNOWS, Kind.ANSWER, Kind.BEST_ANSWER, Kind.PROFILE)
NAMES = (
    "standing",
    "nearness",
    "patience",
    *(kind.name.lower() for kind in KINDS),
    "likeness",
    "has_word",
    "passages",
)
FORMULA = (1.0, 1.0, 1.0) + (0.0,) * (len(NAMES) - 3)
LEAST = 1e-6


def features(found: Found) -> list[float]:
    """Rounded, so that nobody is known again by a number with sixteen digits."""
    candidate = found.candidate
    if candidate is None:
        return [0.0] * len(NAMES)
    waiting: int = getattr(found.actor, "waiting", 0)
    said = candidate.evidence
    values = [
        log(max(candidate.standing, LEAST)),
        log(ranking.score(1.0, found.degree)),
        log(max(ranking.score(1.0, 1, waiting), LEAST)),
        *(max((one.strength for one in said if one.kind == kind), default=0.0) for kind in KINDS),
        max((one.likeness for one in said), default=0.0),
        float(any(one.has_word for one in said)),
        float(len(said)),
    ]
    return [round(value, 2) for value in values]


def scored(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))
