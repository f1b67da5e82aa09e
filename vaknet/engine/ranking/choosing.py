"""From people who know to the few that are shown: within reach, not all of one place, in turn.

    score = standing · (0.35 + 0.65 · near) · 2^(-waiting / 3) · (1 + 0.1 · log2(1 + confirmed))

- *near*: how close the asker is, 0-1. A contact 1; with one go-between 0.45 + 0.45 · s, with two
  0.15 + 0.3 · s, where s is the root of what the ties on the way are worth together; else 0.1.
- *waiting*: requests to her still open. *confirmed*: how many saw that she knows what she says.

The next one shown is each time who has most of

    0.8 · score / best  -  0.2 · (whether somebody shown works at the same place)

(maximal marginal relevance), and of each five places one is for who fits and was asked less than
twice of late. These are the proposals of MATCHING.md 5, but for *confirmed*, which is ours; none
was measured, for no data with both a social graph and judged knowledge was in reach.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import log2, sqrt

STRANGER, CLOSENESS = 0.35, 0.65
PATIENCE = 3
CONFIRMED = 0.1
# By number of steps: of the way itself, and of the strength of its ties.
NEAR = {1: (1.0, 0.0), 2: (0.45, 0.45), 3: (0.15, 0.3), None: (0.1, 0.0)}
RELEVANCE = 0.8
PLACES = 5
SELDOM = 2
# Who fits less than this beside the best gets no place for being seldom asked.
QUALIFIED = 0.3


def score(standing: float, degree: int | None, strength: float = 0.0, waiting: int = 0) -> float:
    """Somebody you can reach is of more use than somebody you cannot, or whom many wait for.

    `strength` is that of the way to her, 0-1.
    """
    return round(standing * closeness(degree, strength) * patience(waiting), 6)


def closeness(degree: int | None, strength: float = 0.0) -> float:
    """What is left of her standing at this distance, 0-1."""
    way, ties = NEAR[degree]
    return STRANGER + CLOSENESS * (way + ties * sqrt(strength))


def patience(waiting: int) -> float:
    """What is left of it when so many wait for her."""
    share: float = 2 ** (-waiting / PATIENCE)
    return share


def with_confirmations(score: float, confirmed: int) -> float:
    return round(score * trust(confirmed), 6)


def trust(confirmed: int) -> float:
    """What it multiplies by that so many saw her do it."""
    return 1 + CONFIRMED * log2(1 + confirmed)


@dataclass(frozen=True)
class Choice:
    """Somebody who may be shown. `workplaces` and `asked` (how often of late) may be unknown."""

    person: int
    score: float
    workplaces: Collection[int] = field(default_factory=frozenset)
    asked: int = 0


def chosen(choices: Sequence[Choice], limit: int) -> list[int]:
    """The people to show, in order. Equal ones stay in the order in which they came."""
    left = sorted(choices, key=lambda one: -one.score)
    taken: list[Choice] = []
    while left and len(taken) < limit:
        is_turn = len(taken) % PLACES == PLACES - 1
        one = (_seldom_asked(taken, left) if is_turn else None) or _next(taken, left)
        left.remove(one)
        taken.append(one)
    return [one.person for one in taken]


def _next(taken: Sequence[Choice], left: Sequence[Choice]) -> Choice:
    best = max(one.score for one in (*taken, *left)) or 1.0
    shown = {place for one in taken for place in one.workplaces}

    def worth(one: Choice) -> float:
        beside = not shown.isdisjoint(one.workplaces)
        return RELEVANCE * one.score / best - (1 - RELEVANCE) * beside

    return max(left, key=worth)


def _seldom_asked(taken: Sequence[Choice], left: Sequence[Choice]) -> Choice | None:
    """None too when one of the last few is such a one already."""
    if any(one.asked < SELDOM for one in taken[1 - PLACES :]):
        return None
    enough = QUALIFIED * taken[0].score
    return next((one for one in left if one.asked < SELDOM and one.score >= enough), None)
