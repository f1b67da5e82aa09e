"""What an order of people is learned from: numbers of each person for one question.

The first four are the formula of `engine/ranking/choosing`, as a sum of logarithms: with `FORMULA`
for weights people stand by their score. None of them tells what was asked.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from math import log

from vaknet.domain.finding.encoder import encoder_name
from vaknet.domain.finding.queries import Found
from vaknet.domain.finding.queries.demand import who_wait
from vaknet.engine import ranking
from vaknet.engine.ranking import Kind

KINDS = tuple(kind for kind in Kind if kind != Kind.QUESTION)
NAMES = (
    "standing",
    "nearness",
    "patience",
    "confirmed",
    *(kind.name.lower() for kind in KINDS),
    "likeness",
    "has_word",
    "passages",
)
OF_FORMULA = 4
FORMULA = (1.0,) * OF_FORMULA + (0.0,) * (len(NAMES) - OF_FORMULA)
LEAST = 1e-6


@cache
def edition() -> str:
    """Which numbers these are, and what reads meaning for them: where either is another, what was
    learned says nothing."""
    said = " ".join((*NAMES, encoder_name()))
    return blake2b(said.encode(), digest_size=8).hexdigest()


def features(found: Found) -> list[float]:
    """Rounded, so that nobody is known again by a number with sixteen digits."""
    candidate = found.candidate
    if candidate is None:
        return [0.0] * len(NAMES)
    said = candidate.evidence
    values = [
        log(max(candidate.standing, LEAST)),
        log(ranking.score(1.0, found.degree, found.strength)),
        log(max(ranking.score(1.0, 1, waiting=who_wait(found.actor)), LEAST)),
        log(ranking.with_confirmations(1.0, found.confirmed)),
        *(max((one.strength for one in said if one.kind == kind), default=0.0) for kind in KINDS),
        max((one.likeness for one in said), default=0.0),
        float(any(one.has_word for one in said)),
        float(len(said)),
    ]
    return [round(value, 2) for value in values]


def scored(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))
