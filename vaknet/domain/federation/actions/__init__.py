"""What may happen between this network and others."""

from vaknet.domain.federation.actions.hosts import give_up_waiting, try_now
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
from vaknet.domain.federation.actions.limits import (
    bring_list,
    forget_lists,
    go_on_with_list,
    lift_limit,
    limit_host,
    read_host,
    take_list,
)
from vaknet.domain.federation.actions.sending import forget_sent, heard_from

__all__ = [
    "BETWEEN",
    "MOST_ALSO",
    "allow",
    "bring_list",
    "federate",
    "forget_lists",
    "forget_sent",
    "give_up_waiting",
    "go_on_with_list",
    "heard_from",
    "keep_home",
    "let_out",
    "lift_limit",
    "limit_host",
    "prepare",
    "prepare_network",
    "read_host",
    "renew_keys",
    "say_also_known",
    "stop_federating",
    "take_back_also_known",
    "take_list",
    "take_over_federation",
    "try_now",
]
