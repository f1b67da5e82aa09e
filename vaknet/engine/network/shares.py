"""How far a network reaches: the professions, organisations and regions it comes into."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vaknet.engine.network.contacts import Contact

LARGEST = 8


@dataclass(frozen=True)
class Share:
    """An empty label is all the others together."""

    label: str
    count: int


@dataclass(frozen=True)
class Spread:
    """`unknown`: contacts of whom we cannot say it; they are in no share."""

    shares: list[Share]
    unknown: int


@dataclass(frozen=True)
class Reach:
    profession: Spread
    organisation: Spread
    region: Spread


def reach(contacts: Sequence[Contact]) -> Reach:
    return Reach(
        profession=_spread(contact.profession for contact in contacts),
        organisation=_spread(contact.organisation for contact in contacts),
        region=_spread(contact.region for contact in contacts),
    )


def largest(labels: Iterable[str]) -> list[Share]:
    """Every known label, the commonest first."""
    counts = Counter(label for label in labels if label)
    shares = [Share(label, count) for label, count in counts.items()]
    return sorted(shares, key=lambda share: (-share.count, share.label))


def _spread(labels: Iterable[str]) -> Spread:
    given = list(labels)
    every = largest(given)
    others = sum(share.count for share in every[LARGEST:])
    shares = [*every[:LARGEST], Share("", others)] if others else every
    return Spread(shares, unknown=given.count(""))
