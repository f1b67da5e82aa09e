"""What may happen between this network and others."""

from vaknet.domain.federation.actions.arrived import keep_thing, note_gone, note_update
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

__all__ = [
    "BETWEEN",
    "MOST_ALSO",
    "allow",
    "federate",
    "keep_home",
    "keep_thing",
    "let_out",
    "note_gone",
    "note_update",
    "prepare",
    "prepare_network",
    "renew_keys",
    "say_also_known",
    "stop_federating",
    "take_back_also_known",
    "take_over_federation",
]
