"""The keys of other networks, as they were kept."""

from vaknet.domain.networks.models import Network
from vaknet.engine.activitypub.keys import PublicKey, from_multikey, public_key


def key_of(network: Network, key_id: str) -> PublicKey | None:
    """None for one that we do not know."""
    for kept in network.keys:
        if kept["id"] == key_id:
            return public(network.uri, kept)
    return None


def public(owner: str, kept: dict[str, str]) -> PublicKey:
    text = kept["public"]
    key = from_multikey(text) if text.startswith("z") else public_key(text)
    return PublicKey(kept["id"], owner, key)
