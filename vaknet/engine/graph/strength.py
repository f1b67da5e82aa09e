"""How strong a tie is, and what a way along ties is worth: the one formula, in whole numbers.

A tie weighs the sum of what strengthened it, and that fades by half in a year; its strength is
1 - exp(-weight / 2) (MATCHING, the formula of the finder). Because all of it fades alike, a tie
keeps one number that never needs to be written again: its *freshness*, the moment at which a tie
with nothing but itself would be as strong as this one. In steps of a 64th of a year, so that who
sorts by freshness sorts by strength, today and always.

A way is worth the product of its strengths, halved for each time that a go-between was asked
lately. Counted as *cost*, in 256ths of a halving: costs add up, are whole numbers, and are
therefore the same to the last digit in arrays, in SQL and in a test.
"""

from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from vaknet.engine.arrays import Array

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
YEAR = 365.25 * 24 * 3600
STEPS = 64
"""In a year."""
HALVING = 256
"""What a go-between costs for each time that she was asked lately, and a way that is worth half."""
# What a tie weighs beside itself, which is 1: a reply, a talk, working at one place, and thanks.
REPLIED, MET, COLLEAGUES, THANKED = 0.5, 1.0, 0.7, 0.3
# Between these ages, in steps, a tie grows weaker: eight times as strong as a new one can be, and
# after 32 years as weak as none.
YOUNGEST, OLDEST = -8 * STEPS, 32 * STEPS
FRESHEST = 2**15 - 1


def _costs() -> Array:
    weight = np.exp2(-np.arange(YOUNGEST, OLDEST + 1) / STEPS)
    return np.rint(-HALVING * np.log2(1 - np.exp(-weight / 2))).astype(np.int64)


COSTS = _costs()


def step(at: datetime) -> int:
    """The moment as ties count it."""
    return int((at - EPOCH).total_seconds() / YEAR * STEPS // 1)


@lru_cache(maxsize=4)
def costs(now: int) -> Array:
    """Of ties of each freshness, at this step: a table, to be asked `costs(now)[freshness]`.

    What is below zero is at its end, where an index below zero looks.
    """
    freshness = np.arange(-FRESHEST - 1, FRESHEST + 1)
    ages = np.clip(now - freshness, YOUNGEST, OLDEST)
    table: Array = np.roll(COSTS[ages - YOUNGEST], FRESHEST + 1)
    return table


def strength(cost: Array) -> Array:
    """What ties are worth together, 0-1."""
    worth: Array = np.exp2(-cost / HALVING)
    return worth
