"""Two or three towns on a small map: how they lie to one another, north up.

Degrees become kilometres as if that piece of the earth were flat, which over a hundred kilometres
is right to a few hundred metres. All numbers are units of the SVG; whoever reads the list beside it
misses nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH, HEIGHT = 400, 220
# Room around the dots, for their names.
SIDE, TOP = 70, 50
BELOW, ABOVE = 28, -18
KM_OF_DEGREE = 111.2
BARS = (100, 50, 20, 10, 5, 2, 1)
LONGEST_BAR = 110
CLOSEST = 2.0  # km that fill the map, where towns lie nearer to one another


@dataclass(frozen=True)
class Town:
    """`anchor`: on which side of its dot the name begins. The first one is hers."""

    name: str
    x: float
    y: float
    name_x: float
    name_y: float
    anchor: str
    is_hers: bool


@dataclass(frozen=True)
class Map:
    """`bar`: how long so many km are."""

    width: int
    height: int
    towns: list[Town]
    km: int
    bar: float


def draw(places: Sequence[tuple[str, float, float]]) -> Map | None:
    """Each with its name, latitude and longitude, hers first. None where all are one town."""
    towns = list(dict.fromkeys(places))
    if len(towns) < 2:
        return None
    north = sum(one[1] for one in towns) / len(towns)
    wide = KM_OF_DEGREE * cos(radians(north))
    flat = [(east * wide, -up * KM_OF_DEGREE) for _name, up, east in towns]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    upper, lower = min(y for _, y in flat), max(y for _, y in flat)
    scale = min(
        (WIDTH - 2 * SIDE) / max(right - left, CLOSEST),
        (HEIGHT - 2 * TOP) / max(lower - upper, CLOSEST),
    )
    middle_x, middle_y = (left + right) / 2, (upper + lower) / 2
    drawn = [
        _town(
            name,
            round(WIDTH / 2 + (x - middle_x) * scale, 1),
            round(HEIGHT / 2 + (y - middle_y) * scale, 1),
            is_hers=number == 0,
        )
        for number, ((name, _up, _east), (x, y)) in enumerate(zip(towns, flat, strict=True))
    ]
    km = next((km for km in BARS if km * scale <= LONGEST_BAR), BARS[-1])
    return Map(WIDTH, HEIGHT, drawn, km, round(km * scale, 1))


def _town(name: str, x: float, y: float, *, is_hers: bool) -> Town:
    anchor = "start" if x < WIDTH * 0.3 else "end" if x > WIDTH * 0.7 else "middle"
    moved = {"start": -12, "end": 12, "middle": 0}[anchor]
    name_y = y + (BELOW if y > HEIGHT / 2 else ABOVE)
    return Town(name, x, y, x + moved, name_y, anchor, is_hers)
