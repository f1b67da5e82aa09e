"""Draws what several people gave to each of a few, as dots on one scale: where the dots lie far
apart, they differ.

All numbers are units of the SVG. Who reads the list beside it misses nothing, and nothing is told
by colour: each one is an open dot, the mean an upright line, and a bar joins the lowest and the
highest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

WIDTH = 330
ROW = 40
TOP = 24  # the numbers of the scale
MARGIN = 14
LEAST, MOST = 1, 5
CUT = 40


@dataclass(frozen=True)
class Row:
    label: str
    text_y: int
    y: int
    dots: list[int]
    mean_x: int
    low_x: int
    high_x: int


@dataclass(frozen=True)
class Dots:
    width: int
    height: int
    scale: list[tuple[int, int]]
    rows: list[Row]


def draw(rows: Sequence[tuple[str, Sequence[float]]]) -> Dots:
    """Each row with its label and what was given, from 1 to 5; one to whom nobody gave anything is
    left out."""
    given = [(label, sorted(values)) for label, values in rows if values]
    drawn = [_row(number, label, values) for number, (label, values) in enumerate(given)]
    scale = [(number, _x(number)) for number in range(LEAST, MOST + 1)]
    return Dots(WIDTH, TOP + len(drawn) * ROW, scale, drawn)


def _row(number: int, label: str, values: Sequence[float]) -> Row:
    top = TOP + number * ROW
    return Row(
        label=label if len(label) <= CUT else f"{label[: CUT - 1]}…",
        text_y=top + 13,
        y=top + 26,
        dots=[_x(value) for value in values],
        mean_x=_x(fmean(values)),
        low_x=_x(values[0]),
        high_x=_x(values[-1]),
    )


def _x(value: float) -> int:
    return round(MARGIN + (value - LEAST) / (MOST - LEAST) * (WIDTH - 2 * MARGIN))
