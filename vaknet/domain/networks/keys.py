"""The keys of other networks, as they were kept."""

from vaknet.domain.networks.models import Network
from vaknet.engine.activitypub.keys import PublicKey, from_text


def key_of(network: Network, key_id: str) -> PublicKey | None:
    """None for one that we do not know."""
    for kept in network.keys:
        if kept["id"] == key_id:
            return public(network.uri, kept)
    return None


def public(owner: str, kept: dict[str, str]) -> PublicKey:
    return PublicKey(kept["id"], owner, from_text(kept["public"]))
