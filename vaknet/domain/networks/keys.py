"""The keys of other networks, as they were kept, and those under a treaty."""

from typing import Any

from vaknet.domain.federation.queries import signing_key_named
from vaknet.domain.networks.models import Network, Terms
from vaknet.engine.activitypub.keys import PublicKey, from_text, published


def key_of(network: Network, key_id: str) -> PublicKey | None:
    """None for one that we do not know."""
    for kept in network.keys:
        if kept["id"] == key_id:
            return public(network.uri, kept)
    return None


def public(owner: str, kept: dict[str, str]) -> PublicKey:
    return PublicKey(kept["id"], owner, from_text(kept["public"]))


def signers(terms: Terms) -> list[dict[str, str]]:
    """The keys with which both signed, ours first, as Multikeys of FEP-521a. They stay here when
    the actors changed theirs: each network is believed about its own."""
    ours, theirs = _signed_with(terms.signed_here), _signed_with(terms.signed_there)
    texts = {ours: signing_key_named(ours.partition("#")[2]).public, theirs: terms.key_there}
    return [
        published(public(name.partition("#")[0], {"id": name, "public": text}))
        for name, text in texts.items()
    ]


def _signed_with(document: Any) -> str:
    """As it was read and proven when it came, or made here."""
    return str(document["proof"]["verificationMethod"])
