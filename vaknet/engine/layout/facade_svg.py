"""The canal houses of `facade` in ink and paint: an SVG document, and how each gable is drawn."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from vaknet.engine.layout.facade import (
    DOOR_HEIGHT,
    DOOR_WIDTH,
    HEIGHT,
    LINTEL,
    PANE_HEIGHT,
    PANE_WIDTH,
    QUAY,
    WATER,
    WIDTH,
    Colour,
    Facade,
    Gable,
    House,
    Pane,
)

WAVES = ((60, 424, 70), (210, 434, 44), (400, 422, 96), (610, 432, 60), (760, 424, 54))


def svg(facade: Facade, *, words: str = "") -> str:
    """The drawing as a document of its own; `words` say it to who cannot see it."""
    said = f' role="img" aria-label={quoteattr(words)}' if words else ' aria-hidden="true"'
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
            f' width="{WIDTH}" height="{HEIGHT}" preserveAspectRatio="xMidYMax slice"{said}>',
            _wash(0, HEIGHT, facade.sky, facade.strength),
            f'<circle cx="{facade.sun_x}" cy="{facade.sun_y}" r="{facade.sun_size}"'
            f' fill="{Colour.LIMEWASH}"/>',
            *(_in_svg(house) for house in facade.houses),
            *_waterside(),
            "</svg>",
        ]
    )


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{fill}"/>'


def _wash(y: int, height: int, colour: Colour, strength: float) -> str:
    """A colour thinned with limewash, over the whole width."""
    thin = _rect(0, y, WIDTH, height, colour).replace("/>", f' fill-opacity="{strength}"/>')
    return _rect(0, y, WIDTH, height, Colour.LIMEWASH) + thin


def _path(shape: str, fill: str) -> str:
    return f'<path d="{shape}" fill="{fill}"/>'


def _in_svg(house: House) -> str:
    # A hair wider than it is: no sky shines through between two walls.
    wall = _rect(house.x, house.top, house.width + 0.5, QUAY - house.top, house.wall)
    light = Colour.LIMEWASH if house.wall is Colour.BENTHEIM_YELLOW else Colour.BENTHEIM_YELLOW
    panes = "".join(_pane(pane, house.wall, light) for pane in house.panes)
    stone = Colour.BENTHEIM_YELLOW if house.wall is Colour.LIMEWASH else Colour.LIMEWASH
    door = _rect(house.door_x, QUAY - DOOR_HEIGHT, DOOR_WIDTH, DOOR_HEIGHT, Colour.INK)
    lintel = _rect(house.door_x, QUAY - DOOR_HEIGHT - LINTEL, DOOR_WIDTH, 7, stone)
    return _GABLES[house.gable](house, stone) + wall + panes + door + lintel


def _pane(pane: Pane, wall: Colour, light: Colour) -> str:
    glass = light if pane.is_lit else Colour.INK
    middle, bar = pane.x + PANE_WIDTH / 2, pane.y + 13
    cross = f"M{pane.x} {bar}h{PANE_WIDTH}M{middle:g} {pane.y}v{PANE_HEIGHT}"
    return (
        _rect(pane.x, pane.y, PANE_WIDTH, PANE_HEIGHT, glass)
        + f'<path d="{cross}" stroke="{wall}" stroke-width="2.4"/>'
    )


def _step(house: House, _stone: Colour) -> str:
    """Three steps up on both sides, of one height."""
    up, inwards = (house.top - house.peak) / 4, house.width / 9
    climb = "".join(f"v{-up:g}h{inwards:g}" for _ in range(3))
    top = f"v{-up:g}h{house.width - 6 * inwards:g}v{up:g}"
    descent = "".join(f"h{inwards:g}v{up:g}" for _ in range(3))
    return _path(f"M{house.x} {house.top}{climb}{top}{descent}Z", house.wall)


def _bell(house: House, stone: Colour) -> str:
    """Two curves that meet under a round top."""
    x, top, peak, width = house.x, house.top, house.peak, house.width
    shoulder = top - (top - peak) * 0.5
    near, far = width * 0.3, width * 0.7
    shape = (
        f"M{x} {top}Q{x + width * 0.05:g} {shoulder:g} {x + near:g} {shoulder:g}"
        f"Q{x + width * 0.33:g} {peak} {x + width / 2:g} {peak}"
        f"Q{x + width * 0.67:g} {peak} {x + far:g} {shoulder:g}"
        f"Q{x + width * 0.95:g} {shoulder:g} {house.right} {top}Z"
    )
    return _path(shape, house.wall) + _attic(house, stone, top - 20)


def _neck(house: House, stone: Colour) -> str:
    """A narrow neck between two scrolls, with a pediment on top."""
    x, top, peak, width = house.x, house.top, house.peak, house.width
    left, right = x + width * 0.28, x + width * 0.72
    cap = peak + (top - peak) * 0.25
    scrolls = (
        f"M{x} {top}Q{left:g} {top} {left:g} {cap + 14:g}H{right:g}"
        f"Q{right:g} {top} {house.right} {top}Z"
    )
    return (
        _path(scrolls, stone)
        + _rect(left, cap, right - left, top - cap + 1, house.wall)
        + _path(f"M{left - 4:g} {cap:g}L{x + width / 2:g} {peak}L{right + 4:g} {cap:g}Z", stone)
        + _attic(house, stone, top - 24)
    )


def _spout(house: House, _stone: Colour) -> str:
    """A steep roof, seen from the front."""
    middle = house.x + house.width / 2
    return _path(
        f"M{house.x} {house.top}L{middle:g} {house.peak}L{house.right} {house.top}Z", Colour.INK
    )


def _cornice(house: House, stone: Colour) -> str:
    """A straight moulding, and a low roof behind it."""
    x, top, right = house.x, house.top, house.right
    back = top - (top - house.peak) * 0.45
    roof = f"M{x + 6} {top}L{x + 20} {back:g}H{right - 20}L{right - 6} {top}Z"
    return _path(roof, Colour.INK) + _rect(x, top - 9, house.width + 0.5, 10, stone)


def _mansard(house: House, _stone: Colour) -> str:
    """A roof that people live in, by a dormer with the light on."""
    x, top, peak, right = house.x, house.top, house.peak, house.right
    roof = f"M{x} {top}L{x + 18} {peak}H{right - 18}L{right} {top}Z"
    wide, high = house.width * 0.46, (top - peak) * 0.6
    left = x + (house.width - wide) / 2
    third, foot = wide / 3, top - high
    cross = (
        f"M{left + third:g} {foot:g}v{high:g}M{left + 2 * third:g} {foot:g}v{high:g}"
        f"M{left:g} {foot + high / 2:g}h{wide:g}"
    )
    return (
        _path(roof, Colour.INK)
        + _rect(left, foot, wide, high, Colour.BENTHEIM_YELLOW)
        + f'<path d="{cross}" stroke="{Colour.INK}" stroke-width="2.6"/>'
        + _rect(left - 7, foot - 8, wide + 14, 9, Colour.RED_LEAD)
    )


def _attic(house: House, stone: Colour, y: float) -> str:
    """The round window under the beam by which goods go up."""
    middle = house.x + house.width / 2
    return (
        f'<circle cx="{middle:g}" cy="{y:g}" r="8" fill="{stone}"/>'
        f'<circle cx="{middle:g}" cy="{y:g}" r="5" fill="{Colour.INK}"/>'
    )


_GABLES = {
    Gable.STEP: _step,
    Gable.BELL: _bell,
    Gable.NECK: _neck,
    Gable.SPOUT: _spout,
    Gable.CORNICE: _cornice,
    Gable.MANSARD: _mansard,
}


def _waterside() -> Iterator[str]:
    yield _rect(0, QUAY, WIDTH, WATER - QUAY, Colour.INK)
    yield _wash(WATER, HEIGHT - WATER, Colour.STAND_GREEN, 0.6)
    waves = "".join(f"M{x} {y}h{length}" for x, y, length in WAVES)
    yield (
        f'<path d="{waves}" stroke="{Colour.LIMEWASH}" stroke-width="3"'
        ' stroke-linecap="round" stroke-opacity="0.8"/>'
    )
