"""How cost grows, as a picture of our own: both axes in powers of ten, light and dark."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

Points = Sequence[tuple[int, float]]

WIDTH, HEIGHT = 760, 430
LEFT, RIGHT, TOP, BOTTOM = 70, 205, 46, 52
FEWEST, MOST = 1_000, 1_000_000
LEAST, LARGEST = 0.01, 1_000
APART = 17  # between two names
DASHES = ("2 4", "6 4", "10 4", "1 3", "", "")
STYLE = """
svg { font: 13px system-ui, sans-serif; color: #1d2433; background: #fff }
.ours { color: #0b6b50; font-weight: 600 }
.line { fill: none; stroke: currentColor; stroke-width: 1.6; opacity: .75 }
.ours .line { stroke-width: 3; opacity: 1 }
circle, text { fill: currentColor }
.grid { stroke: currentColor; opacity: .14 }
.faint { opacity: .7 }
@media (prefers-color-scheme: dark) {
  svg { color: #e6e9f0; background: #151a24 }
  .ours { color: #5fd3ae }
}
"""


def drawn(series: Mapping[str, Points]) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' aria-labelledby="title">',
        '<title id="title">How far 5,000 candidates are: milliseconds by number of members</title>',
        f"<style>{STYLE}</style>",
        f'<text x="{LEFT}" y="24">How far 5,000 candidates are, and through whom: ms (half of the'
        " answers)</text>",
        *_grid(),
    ]
    with_points = {name: points for name, points in series.items() if points}
    heights = _apart({name: _y(points[-1][1]) for name, points in with_points.items()})
    for dash, (name, points) in zip(DASHES, with_points.items(), strict=False):
        parts += _line(name, points, dash, heights[name])
    return "\n".join([*parts, "</svg>\n"])


def _grid() -> list[str]:
    parts = []
    people = FEWEST
    while people <= MOST:
        x = _x(people)
        parts.append(
            f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
            f'<text class="faint" x="{x:.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">'
            f"{people:,}</text>"
        )
        people *= 10
    value = LEAST
    while value <= LARGEST * 1.01:
        y = _y(value)
        parts.append(
            f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
            f'<text class="faint" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">'
            f"{value:,g}</text>"
        )
        value *= 10
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">members</text>')
    return parts


def _line(name: str, points: Points, dash: str, height: float) -> list[str]:
    places = [(_x(people), _y(value)) for people, value in points]
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    kind = ' class="ours"' if name.startswith("our ") else ""
    x, y = places[-1]
    end = WIDTH - RIGHT + 14
    return [
        f"<g{kind}>",
        f'<path class="line" stroke-dasharray="{dash}" d="M{way}"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>' for x, y in places),
        f'<path class="grid" d="M{x + 5:.1f} {y:.1f}L{end - 3} {height:.1f}"/>',
        f'<text x="{end}" y="{height + 4:.1f}">{escape(name)}</text>',
        "</g>",
    ]


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Names that would stand over one another move down."""
    found: dict[str, float] = {}
    last = -APART * 1.0
    for name, height in sorted(heights.items(), key=lambda one: one[1]):
        last = found[name] = max(height, last + APART)
    return found


def _x(people: int) -> float:
    share = log10(people / FEWEST) / log10(MOST / FEWEST)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(value: float) -> float:
    share = log10(max(value, LEAST) / LEAST) / log10(LARGEST / LEAST)
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
