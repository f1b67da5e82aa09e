"""A member in the middle of her contacts.

They stand in sectors by organisation, the nearer to her the more recent the last touch. Nothing
here is by chance and nothing depends on the order in which contacts are given, so that tomorrow
she finds everybody where they were.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import fsum, hypot, sin

from vaknet.engine.network.contacts import Contact, latest_first, ties
from vaknet.engine.network.labels import Circle, Group, groups
from vaknet.engine.network.rings import DOT, HERS, Rings, assigned, rings
from vaknet.engine.network.sectors import Sector, sectors

MOST = 500
MOST_LINES = 600
# What the circle takes of half the width and of half the height; the rest is for names.
OF_WIDTH, OF_HEIGHT = 0.58, 0.8


@dataclass(frozen=True)
class Node:
    """A contact's dot. `group`: the place of hers among the groups."""

    key: int
    x: float
    y: float
    radius: float
    group: int


@dataclass(frozen=True)
class Picture:
    """`lines` are pairs of keys, the lower first. The member's own dot is at (x, y) and has this
    `radius`; `rings` are the radii around her. `left_out`: contacts for whom there was no room."""

    nodes: list[Node]
    lines: list[tuple[int, int]]
    groups: list[Group]
    left_out: int
    width: int
    height: int
    x: float
    y: float
    radius: float
    rings: list[float]

    def ends(self) -> list[tuple[Node, Node]]:
        """The two dots that each line is between."""
        nodes = {node.key: node for node in self.nodes}
        return [(nodes[one], nodes[other]) for one, other in self.lines]


def layout(contacts: Sequence[Contact], *, width: int = 720, height: int = 520) -> Picture:
    """Of very many, those most recently touched. Names have room from 360 by 360 up."""
    drawn = latest_first(contacts)[:MOST]
    radius = min(OF_WIDTH * width, OF_HEIGHT * height) / 2
    circle = Circle(width / 2, height / 2, radius)
    parts = sectors(drawn)
    known = ties(drawn)
    around = rings(parts, radius)
    nodes = _nodes(parts, around, circle, _pulls(parts, known))
    return Picture(
        nodes=nodes,
        lines=_lines(nodes, known),
        groups=groups(parts, circle),
        left_out=len(contacts) - len(drawn),
        width=width,
        height=height,
        x=circle.x,
        y=circle.y,
        radius=round(HERS * radius, 1),
        rings=[round(ring, 1) for ring in around.radii],
    )


def _pulls(parts: Sequence[Sector], known: Mapping[int, Sequence[int]]) -> dict[int, float]:
    """By key, how strongly ties draw a contact on around the circle (or back, below 0)."""
    angles = {contact.key: part.middle for part in parts for contact in part.members}
    return {
        key: round(fsum(sin(angles[other] - angles[key]) for other in others), 6)
        for key, others in known.items()
    }


def _nodes(
    parts: Sequence[Sector], around: Rings, circle: Circle, pulls: Mapping[int, float]
) -> list[Node]:
    ring_of = assigned(parts, around)
    found = []
    for group, part in enumerate(parts):
        for ring, members in groupby(part.members, key=lambda contact: ring_of[contact.key]):
            row = sorted(members, key=lambda c: (pulls[c.key], c.organisation, c.key))
            radius = around.radii[ring]
            room = around.room(part, radius)
            for place, contact in enumerate(row):
                angle = part.middle + room * ((place + 0.5) / len(row) - 0.5)
                x, y = circle.at(angle, radius)
                dot = round(DOT * around.spacing, 1)
                found.append(Node(contact.key, round(x, 1), round(y, 1), dot, group))
    return found


def _lines(nodes: Sequence[Node], known: Mapping[int, Sequence[int]]) -> list[tuple[int, int]]:
    """The shortest first."""
    spots = {node.key: (node.x, node.y) for node in nodes}
    found = []
    for one, others in known.items():
        x, y = spots[one]
        for other in others:
            if one < other:
                length = hypot(spots[other][0] - x, spots[other][1] - y)
                found.append((length, one, other))
    return [(one, other) for _, one, other in sorted(found)[:MOST_LINES]]
