"""Who is known to other networks, and who is known of them."""

from vaknet.domain.federation.queries.arrived import follows_one_of, remote_thing, thing_of
from vaknet.domain.federation.queries.identity import (
    KNOWN_FOR,
    Identity,
    Known,
    allowed,
    also_known_as,
    federating,
    identity,
    is_known,
    kept_home,
    known,
    meant,
    network,
    signing_keys,
)

__all__ = [
    "KNOWN_FOR",
    "Identity",
    "Known",
    "allowed",
    "also_known_as",
    "federating",
    "follows_one_of",
    "identity",
    "is_known",
    "kept_home",
    "known",
    "meant",
    "network",
    "remote_thing",
    "signing_keys",
    "thing_of",
]
