"""This network as an actor: it signs, and it is who acts when something comes in from another."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import keys, queries
from vaknet.domain.federation.actions import prepare_network
from vaknet.domain.federation.models import SigningKey as Row
from vaknet.domain.federation.queries import Identity
from vaknet.domain.networks.terms import Party, Pen
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import SigningKey, proofs
from vaknet.engine.activitypub.origins import origin


def this_network() -> Actor:
    return _identity().actor


def our_uri() -> str:
    """What other networks call this one."""
    return _uri(_identity())


def our_key() -> SigningKey:
    """Ed25519. Raises Refused when it cannot be opened."""
    identity = _identity()
    row = next(one for one in identity.keys if one.kind == Row.Kind.ED25519 and one.until is None)
    private = keys.private(row)
    if private is None:
        raise Refused(
            _("The key of this network cannot be opened. Ask whoever looks after the server.")
        )
    return SigningKey(f"{_uri(identity)}#{row.name}", private)


def our_pen() -> Pen:
    """With which this network signs treaties. Raises Refused as above."""
    key = our_key()

    def sign(content: Mapping[str, object]) -> dict[str, object]:
        return proofs.signed(content, key, now=timezone.now())

    return Pen(Party(our_uri(), settings.NETWORK_NAME), sign)


def _uri(identity: Identity) -> str:
    return f"{origin(settings.BASE_URL)}/ap/{identity.token}"


def _identity() -> Identity:
    actor = queries.network()
    found = queries.identity(actor) if actor else None
    if found is None:
        prepare_network(name=settings.NETWORK_NAME)
        actor = queries.network()
        found = queries.identity(actor) if actor else None
    if found is None:  # pragma: no cover - that would be a fault of ours
        raise LookupError("a network that is not there")
    return found
