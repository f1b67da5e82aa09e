"""This network as an actor among others."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import keys, queries
from vaknet.domain.federation.actions.identity import change_keys, prepare_network
from vaknet.domain.federation.models import SigningKey as Row
from vaknet.domain.federation.queries import Identity
from vaknet.domain.federation.queries.managers import looks_after_network
from vaknet.domain.federation.rules import id_of, is_on
from vaknet.domain.refusal import Refused
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


@transaction.atomic
def renew_keys_of_network(by: Actor | None) -> None:
    """New keys for the network itself, and none of before signs any more. Others can check for a
    week what those signed; treaties say themselves by which key, for good.

    `by`: who looks after the network, or None for who runs the server.
    """
    if by is not None and not looks_after_network(by):
        raise Refused(_("Only who looks after this network can do this."))
    if not is_on():
        raise Refused(_("This network is not connected to other networks."))
    network = this_network().actor
    change_keys(actor=network)
    record(by or network, "renewed_network_keys", network, audience=Audience.SELF)


def _identity() -> Identity | None:
    actor = queries.network()
    return queries.identity(actor) if actor else None
