"""Names around a circle, none over another."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from vaknet.engine.network.sectors import Sector

GAP = 12  # between the circle and the words around it
LINE = 18  # height of a line of 14 px, with its baseline at
BASE = 13
SIGN = 7.6  # width of a sign at 14 px semi-bold: of the widest of ten Dutch organisations
LINES = 2
LONGEST, SHORTEST = 32, 4  # signs in a line
BETWEEN = 8  # two labels, upright
EDGE = 4


@dataclass(frozen=True)
class Group:
    """A sector's name, `text`: its label in lines that fit. The first has its baseline at (x, y),
    the `anchor` is as in SVG. `size`: how many are drawn in it.

    An empty label is all the others together, with room for one line of the caller's own.
    """

    label: str
    x: float
    y: float
    anchor: str
    text: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class Circle:
    """In a box as wide as twice `x` and as high as twice `y`."""

    x: float
    y: float
    radius: float

    def at(self, angle: float, radius: float) -> tuple[float, float]:
        """Clockwise from the top."""
        return self.x + radius * sin(angle), self.y - radius * cos(angle)


@dataclass(frozen=True)
class _Block:
    """Where a label wants to be: from `top` down so many lines."""

    sector: Sector
    lines: int
    top: float

    @property
    def height(self) -> float:
        return self.lines * LINE


def groups(sectors: Sequence[Sector], circle: Circle) -> list[Group]:
    """In the order of the sectors: clockwise from the top."""
    if len(sectors) == 1:
        return [_over(sectors[0], circle)]
    right = [_block(sector, circle) for sector in sectors if sector.middle <= pi]
    left = [_block(sector, circle) for sector in reversed(sectors) if sector.middle > pi]
    placed = [_beside(block, top, circle, 1) for block, top in _apart(right, 2 * circle.y)]
    others = [_beside(block, top, circle, -1) for block, top in _apart(left, 2 * circle.y)]
    return placed + others[::-1]


def _over(sector: Sector, circle: Circle) -> Group:
    text = _wrapped(sector.label, 2 * (circle.x - EDGE), 1)
    y = circle.y - circle.radius - GAP
    return Group(sector.label, circle.x, y, "middle", text, len(sector.members))


def _block(sector: Sector, circle: Circle) -> _Block:
    """Just outside the circle, with its middle in the direction of the sector's."""
    x, y = circle.at(sector.middle, circle.radius + GAP)
    lines = max(len(_wrapped(sector.label, circle.x - abs(x - circle.x) - EDGE, LINES)), 1)
    upwards = (1 + cos(sector.middle)) / 2
    return _Block(sector, lines, y - upwards * lines * LINE)


def _apart(blocks: Sequence[_Block], height: float) -> Iterator[tuple[_Block, float]]:
    """From the top down: moved down where one is in the way, then up from the bottom."""
    tops, free = [], float(EDGE)
    for block in blocks:
        tops.append(max(block.top, free))
        free = tops[-1] + block.height + BETWEEN
    free = height - EDGE
    for place in reversed(range(len(tops))):
        tops[place] = min(tops[place], free - blocks[place].height)
        free = tops[place] - BETWEEN
    return zip(blocks, tops, strict=True)


def _beside(block: _Block, top: float, circle: Circle, side: int) -> Group:
    """As near to the circle as its lines can be at this height."""
    nearest = min(max(circle.y, top), top + block.height) - circle.y
    away = max(sqrt(max((circle.radius + GAP) ** 2 - nearest**2, 0.0)), BETWEEN)
    return Group(
        label=block.sector.label,
        x=round(circle.x + side * away, 1),
        y=round(top + BASE, 1),
        anchor="start" if side > 0 else "end",
        text=_wrapped(block.sector.label, circle.x - away - EDGE, block.lines),
        size=len(block.sector.members),
    )


def _wrapped(label: str, room: float, lines: int) -> tuple[str, ...]:
    signs = min(max(int(room / SIGN), SHORTEST), LONGEST)
    every = textwrap.wrap(label, signs)
    rest = " ".join(every[lines - 1 :])
    cut = rest if len(rest) <= signs else f"{rest[: signs - 1].rstrip()}…"
    return (*every[: lines - 1], cut) if cut else ()
