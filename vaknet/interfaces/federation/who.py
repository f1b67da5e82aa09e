"""Who is meant by what another network asks for."""

import re
from urllib.parse import urlsplit

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.queries import Identity
from vaknet.domain.federation.rules import NETWORK
from vaknet.engine.activitypub import Unreadable, webfinger
from vaknet.engine.activitypub.origins import origin, same_origin
from vaknet.interfaces.federation.addresses import host, ours
from vaknet.interfaces.reaching.pages_here import at_page, known_page

OF_ACTOR = re.compile(r"/ap/([A-Za-z0-9_-]{22})")


def asked_for(resource: str) -> Actor | None:
    """By a handle in any case, or by the address of an actor or a page. Raises Unreadable.

    One statement, whoever there is or is not; none for what is of another host.
    """
    if resource.lower().startswith(("https:", "http:")):
        return _at(resource)
    asked = webfinger.resource(resource, test_hosts={host()})
    if isinstance(asked, str) or asked.host != host():
        return None
    name = asked.user.lower()
    return queries.known(NETWORK if name == host() else name)


def identity(actor: Actor) -> Identity:
    """Of a group and of the network the id and keys are made when somebody asks first."""
    found = queries.identity(actor)
    if found is None:
        actions.prepare(actor=actor)
        found = queries.identity(
            Actor.objects.select_related("group", "organisation").get(pk=actor.pk)
        )
    if found is None:  # pragma: no cover - that would be a fault of ours
        raise LookupError("an actor without keys")
    return found


def network() -> Actor:
    return actions.this_network().actor


def token_of_actor(uri: str) -> str:
    """Of an address of one of ours; empty for all else."""
    path = OF_ACTOR.fullmatch(uri.removeprefix(ours()))
    return path[1] if path and same_origin(uri, ours()) else ""


def _at(address: str) -> Actor | None:
    if str(origin(address)) != ours():
        return None
    path = urlsplit(address).path
    if path in {"", "/"}:
        return network()
    if token := OF_ACTOR.fullmatch(path):
        meant = queries.meant(token[1])
        return meant.actor if meant else None
    return at_page(path)


__all__ = [
    "Unreadable",
    "asked_for",
    "at_page",
    "identity",
    "known_page",
    "network",
    "token_of_actor",
]
