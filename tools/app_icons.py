"""Draw the sign of Vaknet as an app shows it: `python tools/app_icons.py`.

The same shapes as in `static/img/mark.svg`, on the colour of a page. A maskable icon may be cut to
a circle of four fifths of its side, so there the sign is smaller and the colour goes to the edge.
"""

from pathlib import Path

from PIL import Image, ImageDraw

TARGET = Path(__file__).parents[1] / "vaknet/interfaces/web/static/img"
PAGE, GREEN, RED = "#f5f6f1", "#0d5c41", "#b23a17"
BOX, MIDDLE = 28, (14, 14.3)
FINER = 8  # drawn so much larger, then made smaller: smooth edges
ICONS = {
    "app-192": (192, 0.76, 0.2),
    "app-512": (512, 0.76, 0.2),
    "app-maskable-512": (512, 0.56, 0),
}


def icon(side: int, share: float, corner: float) -> Image.Image:
    """`share` of the side is the sign; `corner`: how round the ground is."""
    large = side * FINER
    drawn = Image.new("RGBA", (large, large))
    draw = ImageDraw.Draw(drawn)
    draw.rounded_rectangle((0, 0, large - 1, large - 1), corner * large, fill=PAGE)
    unit = large * share / BOX

    def at(x: float, y: float) -> tuple[float, float]:
        return large / 2 + (x - MIDDLE[0]) * unit, large / 2 + (y - MIDDLE[1]) * unit

    def dot(x: float, y: float, radius: float, fill: str) -> None:
        draw.circle(at(x, y), radius * unit, fill=fill)

    line = [at(4.5, 6.5), at(14, 22.5), at(23.5, 6.5)]
    draw.line(line, fill=GREEN, width=round(3 * unit), joint="curve")
    dot(4.5, 6.5, 3.7, GREEN)
    dot(14, 22, 4.9, GREEN)
    dot(14, 22, 2.3, PAGE)
    dot(23.5, 6.5, 3.7, RED)
    return drawn.resize((side, side), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    for name, measures in ICONS.items():
        icon(*measures).save(TARGET / f"{name}.png", optimize=True)
