"""This network as an actor: it signs, and it is who acts when something comes in from another."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation.models import SigningKey as Row
from vaknet.domain.federation.rules import id_of
from vaknet.domain.networks.terms import Party, Pen
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import SigningKey, proofs


def this_network() -> Actor:
    return federation.this_network().actor


def our_uri() -> str:
    """What other networks call this one."""
    return id_of(federation.this_network().token)


def our_key() -> SigningKey:
    """Ed25519. Raises Refused when it cannot be opened."""
    key = federation.key_of_network(kind=Row.Kind.ED25519)
    if key is None:
        raise Refused(
            _("The key of this network cannot be opened. Ask whoever looks after the server.")
        )
    return key


def our_pen() -> Pen:
    """With which this network signs treaties. Raises Refused as above."""
    key = our_key()

    def sign(content: Mapping[str, object]) -> dict[str, object]:
        return proofs.signed(content, key, now=timezone.now())

    return Pen(Party(our_uri(), settings.NETWORK_NAME), sign)
