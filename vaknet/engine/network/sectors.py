"""A circle parted by organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi, tau

from vaknet.engine.network.contacts import Contact, latest_first
from vaknet.engine.network.shares import LARGEST, largest

# Every sector is wider by this part of all contacts: a narrow one has room only at the edge, and
# would make every dot in the picture small.
EXTRA = 0.04


@dataclass(frozen=True)
class Sector:
    """Angles in radians, clockwise from the top. Its members with the latest touch first."""

    label: str
    members: list[Contact]
    start: float
    angle: float

    @property
    def middle(self) -> float:
        return self.start + self.angle / 2


def sectors(contacts: Sequence[Contact]) -> list[Sector]:
    """The largest organisations, the largest first, and last without a label all the others."""
    labels = [share.label for share in largest(c.organisation for c in contacts)[:LARGEST]]
    members: dict[str, list[Contact]] = {label: [] for label in [*labels, ""]}
    for contact in latest_first(contacts):
        members.get(contact.organisation, members[""]).append(contact)
    filled = [(label, group) for label, group in members.items() if group]
    weights = [len(group) + EXTRA * len(contacts) for _, group in filled]
    # The only sector has its middle at the top, under its name.
    found, start = [], 0.0 if len(filled) > 1 else -pi
    for (label, group), weight in zip(filled, weights, strict=True):
        angle = tau * weight / sum(weights)
        found.append(Sector(label, group, start, angle))
        start += angle
    return found
