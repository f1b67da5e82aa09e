"""Somebody's contacts, and how they are tied among each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Contact:
    """Somebody the member is tied to; `key` is hers alone. An empty text is unknown.

    `knows`: keys of other contacts of the member. Keys of anybody else are passed over.
    """

    key: int
    name: str
    profession: str
    organisation: str
    region: str
    last_touch: date
    knows: frozenset[int]


def ties(contacts: Sequence[Contact]) -> dict[int, list[int]]:
    """Whom each is tied to, in order. A tie that one of the two mentions holds for both."""
    found: dict[int, set[int]] = {contact.key: set() for contact in contacts}
    for contact in contacts:
        for other in contact.knows & found.keys() - {contact.key}:
            found[contact.key].add(other)
            found[other].add(contact.key)
    return {key: sorted(found[key]) for key in sorted(found)}


def latest_first(contacts: Sequence[Contact]) -> list[Contact]:
    return sorted(contacts, key=lambda contact: (-contact.last_touch.toordinal(), contact.key))
