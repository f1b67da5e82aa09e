"""Draws the cover of an issue without a photo: a row of canal houses, another row for each number.

All numbers are units of the SVG; y grows downwards. A number always gives the same row, so the
cover of an issue never changes. The colours are those in which Dutch monuments are painted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from random import Random

WIDTH, HEIGHT = 880, 450
QUAY, WATER = 400, 410
HOUSES = (7, 8)
NARROW, WIDE = 92, 138  # before they are fitted to the width
HIGH, LOW = 150, 236  # where a wall ends
STEP = 14  # neighbours differ at least this much in height
RISE = 76  # the highest gable above its wall
PANE_WIDTH, PANE_HEIGHT, FLOOR = 19, 36, 58
DOOR_WIDTH, DOOR_HEIGHT = 26, 54
LINTEL, AIR = 8, 6  # above the door, and between that and a window
ROOM_FOR_THREE = 116  # a house as wide as this has three windows on a floor
SUN = (30, 40)  # its radius; it stands over the lowest house, where nothing is in the way
LIT = 0.36  # of the windows, about this part


class Colour(StrEnum):
    LIMEWASH = "#f5f6f1"
    INK = "#12211a"
    CANAL_GREEN = "#0d5c41"
    STAND_GREEN = "#2f7d5c"
    RED_LEAD = "#b23a17"
    BRICK = "#d9653b"
    DELFT_BLUE = "#1e4f8f"
    BENTHEIM_YELLOW = "#e7b94a"


class Gable(StrEnum):
    STEP = "step"
    BELL = "bell"
    NECK = "neck"
    SPOUT = "spout"
    CORNICE = "cornice"
    MANSARD = "mansard"


WALLS = [colour for colour in Colour if colour is not Colour.INK]
# The sky is its colour in this strength over limewash.
SKIES = ((Colour.BENTHEIM_YELLOW, 0.6), (Colour.DELFT_BLUE, 0.24), (Colour.BRICK, 0.3))


@dataclass(frozen=True)
class Pane:
    x: int
    y: int
    is_lit: bool


@dataclass(frozen=True)
class House:
    """`top` is where the wall ends and the gable begins, `peak` the highest point of the gable."""

    x: int
    width: int
    top: int
    peak: int
    gable: Gable
    wall: Colour
    panes: tuple[Pane, ...]
    door_x: int

    @property
    def right(self) -> int:
        return self.x + self.width


@dataclass(frozen=True)
class Facade:
    number: int
    houses: tuple[House, ...]
    sky: Colour
    strength: float
    sun_x: int
    sun_y: int
    sun_size: int


@lru_cache(maxsize=512)
def draw(number: int) -> Facade:
    """The row of houses of that issue."""
    chance = Random(f"facade {number}")  # noqa: S311 -- a drawing, not a secret
    edges = _edges(chance)
    count = len(edges) - 1
    walls = _unlike(chance, WALLS, count)
    gables = _unlike(chance, list(Gable), count)
    houses = []
    top = (HIGH + LOW) // 2
    for (left, right), wall, gable in zip(pairwise(edges), walls, gables, strict=True):
        top = _next_top(chance, top)
        houses.append(_house(chance, left, right, top, (gable, wall)))
    sky, strength = chance.choice(SKIES)
    # Not over the first or the last: where there is little room the sides are cut off.
    lowest = max(houses[1:-1], key=lambda house: house.peak)
    size = chance.randint(*SUN)
    return Facade(
        number=number,
        houses=tuple(houses),
        sky=sky,
        strength=strength,
        sun_x=lowest.x + lowest.width // 2,
        sun_y=min(lowest.peak - size - 10, 100),
        sun_size=size,
    )


def _edges(chance: Random) -> list[int]:
    """Where each house begins, and where the last one ends: together they fill the width."""
    widths = [chance.randint(NARROW, WIDE) for _ in range(chance.choice(HOUSES))]
    whole = sum(widths)
    return [0, *(round(WIDTH * so_far / whole) for so_far in accumulate(widths))]


def _unlike[Kind](chance: Random, kinds: Sequence[Kind], count: int) -> list[Kind]:
    """So many of these, and no neighbour like the other."""
    chosen: list[Kind] = []
    for _ in range(count):
        chosen.append(chance.choice([kind for kind in kinds if chosen[-1:] != [kind]]))
    return chosen


def _next_top(chance: Random, before: int) -> int:
    return chance.choice([top for top in range(HIGH, LOW + 1, 2) if abs(top - before) >= STEP])


def _house(chance: Random, left: int, right: int, top: int, look: tuple[Gable, Colour]) -> House:
    x, width, (gable, wall) = left, right - left, look
    rise = RISE if gable in {Gable.BELL, Gable.NECK} else chance.randint(54, RISE)
    return House(
        x=x,
        width=width,
        top=top,
        peak=top - rise,
        gable=gable,
        wall=wall,
        panes=tuple(_panes(chance, x, width, top)),
        door_x=x + (width - DOOR_WIDTH) // 2,
    )


def _panes(chance: Random, x: int, width: int, top: int) -> Iterator[Pane]:
    columns = 3 if width >= ROOM_FOR_THREE else 2
    gap = (width - columns * PANE_WIDTH) / (columns + 1)
    for y in range(top + 22, QUAY - DOOR_HEIGHT - LINTEL - AIR - PANE_HEIGHT + 1, FLOOR):
        for column in range(columns):
            left = round(x + gap + column * (PANE_WIDTH + gap))
            yield Pane(left, y, chance.random() < LIT)
