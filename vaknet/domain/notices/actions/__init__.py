"""Laying out a round, skipping a stop, and choosing one's rhythm."""

from vaknet.domain.notices.actions.reading import (
    read_until,
    take_back_reading,
    take_over_reading,
)
from vaknet.domain.notices.actions.rhythm import keep_rhythm, take_over_rhythm
from vaknet.domain.notices.actions.rounds import (
    erase_rounds,
    forget_rounds,
    lay_round,
    skip_stop,
    take_back_skip,
)

__all__ = [
    "erase_rounds",
    "forget_rounds",
    "keep_rhythm",
    "lay_round",
    "read_until",
    "skip_stop",
    "take_back_reading",
    "take_back_skip",
    "take_over_reading",
    "take_over_rhythm",
]
