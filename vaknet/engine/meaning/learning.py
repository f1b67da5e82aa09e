"""Learning how questions turn toward passages, from pairs of which one names the other.

Linear and small on purpose: a matrix that starts as "no turn", pushed by pairs (a label and the
description of the same profession, in either language) against all other descriptions. It is the
contrastive loss of van den Oord et al., 2018 (InfoNCE), with plain momentum.
"""

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.meaning.space import Space, unit

STEPS = 300
BATCH = 256
RATE = 0.05
MOMENTUM = 0.9
# Lower: only the hardest rivals count. .05 was better than .1 and .02 on the held-out part.
TEMPERATURE = 0.05
# How strongly the turn is held near none.
RESTRAINT = 0.1


def learn(questions: Array, answers: Array, passages: Array, *, size: int, seed: int = 0) -> Space:
    """A space from raw vectors of the model: `answers[i]` is the row in `passages` of what
    `questions[i]` asks for. The same input gives the same space."""
    middle, centre = questions.mean(axis=0), passages.mean(axis=0)
    asked, known = unit(questions - middle), unit(passages - centre)
    turn = _turned(asked, answers, known, np.random.default_rng(seed))
    return Space(middle, centre, turn, main_axes(known, size))


def main_axes(directions: Array, size: int) -> Array:
    """The directions in which these differ most, each a column."""
    _, axes = np.linalg.eigh(directions.T.astype(np.float64) @ directions)
    kept: Array = axes[:, ::-1][:, :size].astype(np.float32)
    return kept


def _turned(asked: Array, answers: Array, known: Array, chance: np.random.Generator) -> Array:
    none = np.eye(asked.shape[1], dtype=np.float32)
    turn, speed = none.copy(), np.zeros_like(none)
    for _ in range(STEPS):
        batch = chance.choice(len(asked), min(BATCH, len(asked)), replace=False)
        pull = _pull(asked[batch], answers[batch], known, turn)
        speed = MOMENTUM * speed + pull + RESTRAINT * (turn - none)
        turn = turn - RATE * speed
    return turn


def _pull(asked: Array, answers: Array, known: Array, turn: Array) -> Array:
    """The gradient: toward what answers, away from what is taken for it."""
    scores = asked @ turn @ known.T / TEMPERATURE
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    shares[np.arange(len(asked)), answers] -= 1
    pull: Array = asked.T @ (shares @ known) / TEMPERATURE / len(asked)
    return pull
