"""Which pages of this network are of somebody whom other networks can know, at their addresses."""

import re

from django.urls import reverse

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries

PATTERNS = {
    Actor.Kind.PERSON: re.compile(r"/@([A-Za-z0-9_.-]{1,60})/?"),
    Actor.Kind.GROUP: re.compile(r"/g/([A-Za-z0-9_.-]{1,60})/?"),
    # The other pages below /o/ are of numbers, and for members.
    Actor.Kind.ORGANISATION: re.compile(r"/o/([A-Za-z0-9_.-]*_[A-Za-z0-9_.-]*)/?"),
}
NAMES = {
    Actor.Kind.PERSON: "profile",
    Actor.Kind.GROUP: "group",
    Actor.Kind.ORGANISATION: "organisation-for-all",
}


def known_page(path: str) -> tuple[str, str] | None:
    """Of a path the kind and handle that it names, if it is one of a person, group or
    organisation."""
    for kind, pattern in PATTERNS.items():
        if found := pattern.fullmatch(path):
            return kind, found[1]
    return None


def at_page(path: str) -> Actor | None:
    """Who has this page and is known to other networks."""
    page = known_page(path)
    if page is None:
        return None
    kind, handle = page
    found = queries.known(handle.lower())
    return found if found is not None and found.kind == kind else None


def path_of(actor: Actor) -> str:
    """Of the network itself, which has no page of its own, the first."""
    name = NAMES.get(Actor.Kind(actor.kind))
    return reverse(name, args=[actor.handle]) if name else "/"
