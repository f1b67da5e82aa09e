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
    """`unknown`: contacts of whom we cannot say it; they are in no share.

    `together`: how many labels are in the share of all the others.
    """

    shares: list[Share]
    unknown: int
    together: int = 0


@dataclass(frozen=True)
class Reach:
    profession: Spread
    organisation: Spread
    region: Spread


def reach(contacts: Sequence[Contact], *, most: int | None = LARGEST) -> Reach:
    """`most`: how many labels stand by themselves; without it all of them."""
    return Reach(
        profession=_spread((contact.profession for contact in contacts), most),
        organisation=_spread((contact.organisation for contact in contacts), most),
        region=_spread((contact.region for contact in contacts), most),
    )


def largest(labels: Iterable[str]) -> list[Share]:
    """Every known label, the commonest first."""
    counts = Counter(label for label in labels if label)
    shares = [Share(label, count) for label, count in counts.items()]
    return sorted(shares, key=lambda share: (-share.count, share.label))


def _spread(labels: Iterable[str], most: int | None) -> Spread:
    given = list(labels)
    every = largest(given)
    others = every[most:] if most is not None else []
    shares = every[: len(every) - len(others)]
    if others:
        shares.append(Share("", sum(share.count for share in others)))
    return Spread(shares, unknown=given.count(""), together=len(others))
