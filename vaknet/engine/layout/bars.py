"""Draws a few numbers as bars below each other, the last one marked: it is about now.

All numbers are units of the SVG. Whoever reads the table beside it misses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 330
ROW, THICK = 34, 22
LABEL = 7.6  # average width of a sign at 15 px
NARROWEST, WIDEST = 40, 130  # room for labels
NUMBER = 10.5
GAP = 8
MOST = 8


@dataclass(frozen=True)
class Bar:
    label: str
    number: str
    y: int
    length: int
    number_x: int
    text_y: int
    is_last: bool


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    bars_x: int
    thick: int
    bars: list[Bar]


def draw(rows: Sequence[tuple[str, Decimal, str]]) -> Chart:
    """Each row with its label, its value, and the value as it is written. None is below zero."""
    shown = rows[:MOST]
    widest = max((len(label) for label, _, _ in shown), default=0)
    start = round(min(max(widest * LABEL, NARROWEST), WIDEST)) + GAP
    written = max((len(number) for _, _, number in shown), default=0)
    room = WIDTH - start - GAP - round(written * NUMBER)
    top = max((value for _, value, _ in shown), default=Decimal(0)) or Decimal(1)
    cut = int(WIDEST / LABEL)
    bars = []
    for place, (label, value, number) in enumerate(shown):
        y, length = place * ROW + 3, round(room * float(value / top))
        bars.append(
            Bar(
                label=label if len(label) <= cut else f"{label[: cut - 1]}…",
                number=number,
                y=y,
                length=length,
                number_x=start + length + GAP,
                text_y=y + 16,
                is_last=place == len(shown) - 1,
            )
        )
    return Chart(WIDTH, len(shown) * ROW, start, THICK, bars)
