"""Contacts who are the only way to somewhere.

The member herself is left out: she knows all of them. The strongest bridge is the one without whom
most pairs of other contacts lose each other: a sum over the pieces the network falls into, size by
size. Then come those who are alone in a region or an organisation, in both before in one, and the
least `constraint` first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from vaknet.engine.network.contacts import Contact, ties
from vaknet.engine.network.cutting import Pieces, pieces_without
from vaknet.engine.network.shares import largest


@dataclass(frozen=True)
class Bridge:
    """`to`: where the largest cluster behind her works mostly, or else lives, or else does; empty
    when we know none of that. `behind`: how many contacts are in it.

    With nobody behind her she is the only contact in the region or organisation `to`.
    """

    contact: Contact
    to: str
    behind: int = 0


def bridges(contacts: Sequence[Contact]) -> list[Bridge]:
    known = {contact.key: contact for contact in contacts}
    cuts = pieces_without(ties(contacts))
    alone = _alone(contacts)
    least = constraint(contacts)

    def strength(key: int) -> tuple[float, ...]:
        return -_parted(cuts.get(key, [])), -len(alone.get(key, [])), least[key], key

    strongest = sorted(cuts.keys() | alone.keys(), key=strength)
    return [
        _across(known, key, cuts[key]) if key in cuts else Bridge(known[key], alone[key][0])
        for key in strongest
    ]


def constraint(contacts: Sequence[Contact]) -> dict[int, float]:
    """By key, how much each contact ties the member's hands; together it is the constraint on her.

    R. Burt, "Structural Holes" (Harvard University Press, 1992), chapter 2, all ties equally
    strong: (p_j + sum over q of p_q * p_qj) ** 2, where p is the share that somebody's tie is of
    all she has. Little constraint means that she reaches nobody else by another way.
    """
    known = ties(contacts)
    # Everybody has one tie more than these: with the member.
    through = {
        key: sum(sorted(1 / (len(known[other]) + 1) for other in others))
        for key, others in known.items()
    }
    return {key: ((1 + through[key]) / len(known)) ** 2 for key in known}


def _parted(pieces: Pieces) -> int:
    """How many pairs lose each other."""
    return sum(len(one) * len(other) for one, other in combinations(pieces, 2))


def _across(known: Mapping[int, Contact], key: int, pieces: Pieces) -> Bridge:
    """The largest piece is this side; of two as large, the one where more of her colleagues are."""
    contact = known[key]

    def weight(piece: list[int]) -> tuple[int, int, int]:
        colleagues = sum(known[other].organisation == contact.organisation for other in piece)
        return len(piece), colleagues, -min(piece)

    cluster = sorted(pieces, key=weight)[-2]
    return Bridge(contact, _called([known[other] for other in cluster]), len(cluster))


def _called(cluster: Sequence[Contact]) -> str:
    for labels in (
        [contact.organisation for contact in cluster],
        [contact.region for contact in cluster],
        [contact.profession for contact in cluster],
    ):
        if shares := largest(labels):
            return shares[0].label
    return ""


def _alone(contacts: Sequence[Contact]) -> dict[int, list[str]]:
    """By key, the region and the organisation where there is no other contact."""
    regions = Counter(contact.region for contact in contacts)
    organisations = Counter(contact.organisation for contact in contacts)
    found: dict[int, list[str]] = {}
    for contact in contacts:
        places = (contact.region, regions), (contact.organisation, organisations)
        if only := [label for label, counts in places if label and counts[label] == 1]:
            found[contact.key] = only
    return found
