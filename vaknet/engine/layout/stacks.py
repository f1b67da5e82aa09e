"""Draws what adds up as bars: what raises it end to end, and below it what takes away again.

A product is drawn by the logarithms of its factors: the same length is the same number of times,
and a factor below one takes away. All bars of one drawing have the same scale, in percent of its
width. Whoever reads the figures beside it misses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

DIGITS = 3
LEAST = 1e-9  # less than that in all is nothing


@dataclass(frozen=True)
class Piece:
    start: float
    width: float
    takes: bool
    """It goes back from where the others had come."""


@dataclass(frozen=True)
class Bar:
    """A piece for each part, in their order; and where it comes out."""

    pieces: list[Piece]
    end: float


@dataclass(frozen=True)
class Stacks:
    bars: list[Bar]
    zero: float
    """Where nothing is: a factor of one."""


def stack(rows: Sequence[Sequence[float]]) -> Stacks:
    """Each row with what its parts add, below zero for what they take away."""
    low = min((min(0.0, sum(row)) for row in rows), default=0.0)
    high = max((sum(part for part in row if part > 0) for row in rows), default=0.0)
    scale = 100 / (high - low) if high - low > LEAST else 0.0
    return Stacks([_bar(row, low, scale) for row in rows], _round(-low * scale))


def _bar(row: Sequence[float], low: float, scale: float) -> Bar:
    raises = [max(part, 0.0) for part in row]
    taken = [max(-part, 0.0) for part in row]
    peak = sum(raises)
    up, down = accumulate(raises), accumulate(taken)
    pieces = [
        Piece(_round((peak - back - low) * scale), _round(away * scale), takes=True)
        if away
        else Piece(_round((far - part - low) * scale), _round(part * scale), takes=False)
        for far, part, back, away in zip(up, raises, down, taken, strict=True)
    ]
    return Bar(pieces, _round((sum(row) - low) * scale))


def _round(percent: float) -> float:
    return round(percent, DIGITS)
