"""What may happen between this network and others."""

from vaknet.domain.federation.actions.identity import (
    BETWEEN,
    MOST_ALSO,
    allow,
    federate,
    keep_home,
    let_out,
    prepare,
    prepare_network,
    renew_keys,
    say_also_known,
    stop_federating,
    take_back_also_known,
    take_over_federation,
)
from vaknet.domain.federation.actions.things import (
    Owned,
    address_things,
    end_things,
    end_things_of,
)

__all__ = [
    "BETWEEN",
    "MOST_ALSO",
    "Owned",
    "address_things",
    "allow",
    "end_things",
    "end_things_of",
    "federate",
    "keep_home",
    "let_out",
    "prepare",
    "prepare_network",
    "renew_keys",
    "say_also_known",
    "stop_federating",
    "take_back_also_known",
    "take_over_federation",
]
