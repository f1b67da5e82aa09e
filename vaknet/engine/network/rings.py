"""Rings around the member: the nearer, the more recent the last touch.

A ring means about the same time in every sector: it gets a part of all contacts, in the order of
their last touch, as large as its part of the room. Where a sector has no place for all of its part,
contacts move out a ring, or in a ring at the edge, and stay in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import asin, tau

from vaknet.engine.network.contacts import latest_first
from vaknet.engine.network.sectors import Sector

WIDEST = 0.24  # from the middle of a dot to the middle of the next, of the whole radius
DOT = 0.39  # radius of a dot, of that spacing: below a half, so that dots stay apart
HERS = 0.09  # radius of the dot in the middle, of the whole
GUTTER = 0.6  # between two sectors, in spacings
ROOMY = 1.1  # places for each contact, so that most are on the ring of their time
SHRINK = 0.98


@dataclass(frozen=True)
class Rings:
    """Radii from the inside out, and the spacing that no two dots come closer than."""

    radii: list[float]
    spacing: float

    def room(self, sector: Sector, radius: float) -> float:
        """The angle that dots may fill. The rest of the sector is the gutter to the next."""
        gutter = 0.0 if sector.angle == tau else GUTTER * self.spacing / radius
        return max(sector.angle - gutter, 0.0)

    def places(self, sector: Sector) -> list[int]:
        """How many dots fit on each ring."""
        return [
            int(self.room(sector, radius) / (2 * asin(self.spacing / 2 / radius)))
            for radius in self.radii
        ]


def rings(sectors: Sequence[Sector], radius: float) -> Rings:
    """The most widely spaced that everybody fits on."""
    spacing = WIDEST * radius
    while True:
        found = _spaced(spacing, radius)
        if all(sum(found.places(sector)) >= ROOMY * len(sector.members) for sector in sectors):
            return found
        spacing *= SHRINK


def assigned(sectors: Sequence[Sector], rings: Rings) -> dict[int, int]:
    """By key of a contact, which ring she is on."""
    wanted = _wanted(sectors, rings)
    found: dict[int, int] = {}
    for sector in sectors:
        keys = [contact.key for contact in sector.members]
        settled = _settled([wanted[key] for key in keys], rings.places(sector))
        found |= zip(keys, settled, strict=True)
    return found


def _spaced(spacing: float, radius: float) -> Rings:
    inner, outer = HERS * radius + spacing, radius - DOT * spacing
    gaps = int((outer - inner) / spacing)
    return Rings([inner + (outer - inner) * ring / gaps for ring in range(gaps + 1)], spacing)


def _wanted(sectors: Sequence[Sector], rings: Rings) -> dict[int, int]:
    everybody = latest_first([contact for sector in sectors for contact in sector.members])
    whole = sum(rings.radii)
    ends = [part / whole * len(everybody) for part in accumulate(rings.radii[:-1])]
    return {
        contact.key: sum(end < place + 0.5 for end in ends)
        for place, contact in enumerate(everybody)
    }


def _settled(wanted: Sequence[int], places: Sequence[int]) -> list[int]:
    """Out where a ring is full, and then back in from the edge, where the last may not fit."""
    last = len(places) - 1
    found, free, ring = list(wanted), list(places), 0
    for place, wish in enumerate(wanted):
        ring = max(ring, wish)
        while ring < last and not free[ring]:
            ring += 1
        free[ring] -= 1
        found[place] = ring
    free, ring = list(places), last
    for place in reversed(range(len(found))):
        ring = min(ring, found[place])
        while not free[ring]:
            ring -= 1
        free[ring] -= 1
        found[place] = ring
    return found
