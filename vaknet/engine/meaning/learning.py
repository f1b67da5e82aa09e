"""Learning how questions turn toward passages, from pairs in which one asks for the other.

Linear and small on purpose: a matrix that starts as "no turn", pushed by pairs against other
passages drawn at random. It is the contrastive loss of van den Oord et al., 2018 (InfoNCE), with
plain momentum. The settings are from the middle of a flat optimum on dev questions
(benchmarks/finder).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.meaning.space import Space, unit

STEPS = 2_000
BATCH = 256
RIVALS = 1_024
RATE = 0.05
MOMENTUM = 0.9
# Lower: only the hardest rivals count.
TEMPERATURE = 0.05
# How strongly the turn is held near none.
RESTRAINT = 0.01


@dataclass(frozen=True)
class Pairs:
    """`questions[i]` asks for the passage in row `answers[i]`; both as the model says them.

    `weight` is how often pairs of this kind are drawn beside others; `saying` whether these are
    things that people say, and not names.
    """

    questions: Array
    answers: Array
    weight: float
    saying: bool

    def drawn(self) -> Array:
        """The chance of each."""
        return np.full(len(self.questions), self.weight / len(self.questions))


def learn(kinds: Sequence[Pairs], passages: Array, *, size: int, steps: int = STEPS) -> Space:
    """A space from raw vectors of the model. The same input gives the same space.

    There must be both names and sayings among the pairs.
    """
    name_middle = _middle([one for one in kinds if not one.saying])
    saying_middle = _middle([one for one in kinds if one.saying])
    centre = passages.mean(axis=0)
    middles = [saying_middle if one.saying else name_middle for one in kinds]
    centred = [one.questions - middle for one, middle in zip(kinds, middles, strict=True)]
    asked = unit(np.concatenate(centred))
    answers = np.concatenate([one.answers for one in kinds])
    chances = np.cumsum(np.concatenate([one.drawn() for one in kinds]))
    known = unit(passages - centre)
    turn = _turned(asked, answers, known, chances / chances[-1], steps)
    return Space(name_middle, saying_middle, centre, turn, main_axes(known, size))


def _middle(kinds: Sequence[Pairs]) -> Array:
    middle: Array = np.concatenate([one.questions for one in kinds]).mean(axis=0)
    return middle


def main_axes(directions: Array, size: int) -> Array:
    """The directions in which these differ most, each a column."""
    _, axes = np.linalg.eigh(directions.T.astype(np.float64) @ directions)
    kept: Array = axes[:, ::-1][:, :size].astype(np.float32)
    return kept


def _turned(asked: Array, answers: Array, known: Array, chances: Array, steps: int) -> Array:
    chance = np.random.default_rng(0)
    none = np.eye(asked.shape[1], dtype=np.float32)
    turn, speed = none.copy(), np.zeros_like(none)
    for _ in range(steps):
        batch = np.searchsorted(chances, chance.random(BATCH)).clip(max=len(asked) - 1)
        rivals = chance.integers(len(known), size=RIVALS)
        there = np.unique(np.concatenate((answers[batch], rivals)))
        right = np.searchsorted(there, answers[batch])
        pull = _pull(asked[batch], right, known[there], turn)
        speed = MOMENTUM * speed + pull + RESTRAINT * (turn - none)
        turn = turn - RATE * speed
    return turn


def _pull(asked: Array, right: Array, known: Array, turn: Array) -> Array:
    """The gradient: toward what answers, away from what is taken for it."""
    scores = asked @ turn @ known.T / TEMPERATURE
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(asked)), right] -= 1
    pull: Array = asked.T @ (shares @ known) / TEMPERATURE / len(asked)
    return pull
