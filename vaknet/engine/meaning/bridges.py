"""From what is asked, over what is known to mean the same, toward the words of the trade.

A colleague says "ze timmeren hiernaast al weken", a profile says "last onder dwangsom". No encoder
of this size brings the two together, but our phrase book holds sayings like it beside such words,
and ESCO describes professions. So a question is moved toward what is beside the sayings nearest to
it. That is the memory of Khandelwal et al., 2020 (kNN-LM), with a book of our own as the memory.
"""

from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.meaning.space import unit
from vaknet.engine.meaning.vectors import SCALE

# How much a question moves along each bridge, beside itself; and how much the nearest sayings
# count above those that are less near. Both were chosen on dev questions (benchmarks/finder).
MOVE = 0.4
TEMPERATURE = 0.03


@dataclass(frozen=True)
class Bridge:
    """Codes of directions: `near[i]` is a saying, `beyond[over[i]]` what it is in the trade."""

    near: Array
    beyond: Array
    over: Array

    def across(self, direction: Array) -> Array:
        """Where the sayings nearest to this direction lead."""
        alike = self.near.astype(np.float32) @ direction / SCALE / TEMPERATURE
        share = np.exp(alike - alike.max())
        reached = np.bincount(self.over, share, minlength=len(self.beyond)) @ self.beyond
        led: Array = unit(reached[None])[0]
        return led


def led(direction: Array, bridges: tuple[Bridge, ...]) -> Array:
    """A direction, moved along each of the bridges at once."""
    moved = direction + MOVE * sum(bridge.across(direction) for bridge in bridges)
    turned: Array = unit(moved[None])[0]
    return turned
