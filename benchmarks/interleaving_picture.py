"""How soon a better order is known, as a picture: mixed pages against halves, light and dark."""

from collections.abc import Mapping, Sequence
from math import log2

from benchmarks.graph_picture import STYLE

Points = Sequence[tuple[int, float]]
WIDTH, HEIGHT = 760, 400
LEFT, RIGHT, TOP, BOTTOM = 60, 190, 50, 60
# The others are in the table.
SHOWN = {
    "far better, mixed": "",
    "better, mixed": "",
    "a little better, mixed": "",
    "far better, halves": "5 4",
    "better, halves": "5 4",
    "a little better, halves": "5 4",
}
APART = 17


def drawn(series: Mapping[str, Points], sizes: Sequence[int]) -> str:
    title = "After how many searches a better order is known to be better"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' aria-labelledby="title">',
        f'<title id="title">{title}</title><style>{STYLE}</style>',
        f'<text x="{LEFT}" y="24">{title} (share of tries)</text>',
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = _y(share)
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(
            f'<text class="faint" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">'
            f"{share:.0%}</text>"
        )
    for size in sizes:
        x = _x(size, sizes)
        parts.append(
            f'<text class="faint" x="{x:.1f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">'
            f"{size:,}</text>"
        )
    heights = _heights({name: series[name][-1][1] for name in SHOWN})
    for name, dash in SHOWN.items():
        parts += _line(name, series[name], dash, heights[name], sizes)
    parts.append(
        f'<text class="faint" x="{LEFT}" y="{HEIGHT - 12}">searches · mixed: both orders on each'
        " page · halves: each order on half of the pages</text>"
    )
    return "\n".join([*parts, "</svg>\n"])


def _line(name: str, points: Points, dash: str, height: float, sizes: Sequence[int]) -> list[str]:
    path = "L".join(f"{_x(size, sizes):.1f} {_y(share):.1f}" for size, share in points)
    kind = "" if dash else ' class="ours"'
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return [
        f'<g{kind}><path class="line" d="M{path}"{dashed}/>',
        f'<text x="{WIDTH - RIGHT + 10}" y="{height:.1f}">{name}</text></g>',
    ]


def _heights(last: Mapping[str, float]) -> dict[str, float]:
    """Of the names beside the ends of lines: the highest first, none over another."""
    found: dict[str, float] = {}
    free = 0.0
    for name in sorted(last, key=lambda one: -last[one]):
        found[name] = free = max(_y(last[name]) + 4, free + APART)
    return found


def _x(size: int, sizes: Sequence[int]) -> float:
    span = log2(sizes[-1] / sizes[0])
    return LEFT + log2(size / sizes[0]) / span * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
