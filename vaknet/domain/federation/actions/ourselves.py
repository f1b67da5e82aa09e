"""This network as an actor among others."""

from django.conf import settings

from vaknet.domain.federation import keys, queries
from vaknet.domain.federation.actions.identity import prepare_network
from vaknet.domain.federation.models import SigningKey as Row
from vaknet.domain.federation.queries import Identity
from vaknet.domain.federation.rules import id_of
from vaknet.engine.activitypub import SigningKey


def this_network() -> Identity:
    """With its id and keys, which are made when they are needed first."""
    found = _identity()
    if found is None:
        prepare_network(name=settings.NETWORK_NAME)
        found = _identity()
    if found is None:  # pragma: no cover - that would be a fault of ours
        raise LookupError("a network that is not there")
    return found


def key_of_network(*, kind: Row.Kind) -> SigningKey | None:
    """None when the secret of this server is not the one of then."""
    network = this_network()
    row = next(one for one in network.keys if one.kind == kind and one.until is None)
    private = keys.private(row)
    return SigningKey(f"{id_of(network.token)}#{row.name}", private) if private else None


def _identity() -> Identity | None:
    actor = queries.network()
    return queries.identity(actor) if actor else None
