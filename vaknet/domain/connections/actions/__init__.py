"""All that people can do about knowing each other."""

from vaknet.domain.connections.actions.announcements import (
    announce_role,
    congratulate,
    take_back_announcement,
    thank_for_congratulations,
)
from vaknet.domain.connections.actions.confirmations import (
    confirm,
    hide_confirmation,
    put_topic_back,
    show_confirmation,
    take_topic_off,
    withdraw_confirmation,
)
from vaknet.domain.connections.actions.consent import (
    agree_to_be_go_between,
    keep_out_of_reach,
    let_be_reached,
    stop_being_go_between,
)
from vaknet.domain.connections.actions.follows import follow, remove_follower, stop_following
from vaknet.domain.connections.actions.introductions import (
    accept_introduction,
    ask_introduction,
    decline_introduction,
    leave_introduction,
    try_route,
    withdraw_introduction,
    write,
)
from vaknet.domain.connections.actions.leaving import erase_ties, step_in_again, step_out
from vaknet.domain.connections.actions.looking import look_for_work, send_tip, stop_looking
from vaknet.domain.connections.actions.memory import (
    done_with_next_step,
    forget_memory,
    keep_memory,
)
from vaknet.domain.connections.actions.merging import take_over_ties
from vaknet.domain.connections.actions.outcomes import say_outcome, thank_for_introduction
from vaknet.domain.connections.actions.parting import part_from
from vaknet.domain.connections.actions.rebuilding import rebuild_network, tend_network
from vaknet.domain.connections.actions.references import ask_reference, decline_reference
from vaknet.domain.connections.actions.requests import (
    accept_request,
    decline_request,
    reply_to_request,
    request_connection,
    withdraw_request,
)
from vaknet.domain.connections.actions.steps import (
    agree_to_introduce,
    decline_to_introduce,
    offer_next_routes,
    write_to_step,
)
from vaknet.domain.connections.actions.strengthening import strengthen
from vaknet.domain.connections.actions.ties import end_connection
from vaknet.domain.connections.actions.waiting import forget_waiting, keep_waiting, tie_card

__all__ = [
    "accept_introduction",
    "accept_request",
    "agree_to_be_go_between",
    "agree_to_introduce",
    "announce_role",
    "ask_introduction",
    "ask_reference",
    "confirm",
    "congratulate",
    "decline_introduction",
    "decline_reference",
    "decline_request",
    "decline_to_introduce",
    "done_with_next_step",
    "end_connection",
    "erase_ties",
    "follow",
    "forget_memory",
    "forget_waiting",
    "hide_confirmation",
    "keep_memory",
    "keep_out_of_reach",
    "keep_waiting",
    "leave_introduction",
    "let_be_reached",
    "look_for_work",
    "offer_next_routes",
    "part_from",
    "put_topic_back",
    "rebuild_network",
    "remove_follower",
    "reply_to_request",
    "request_connection",
    "say_outcome",
    "send_tip",
    "show_confirmation",
    "step_in_again",
    "step_out",
    "stop_being_go_between",
    "stop_following",
    "stop_looking",
    "strengthen",
    "take_back_announcement",
    "take_over_ties",
    "take_topic_off",
    "tend_network",
    "thank_for_congratulations",
    "thank_for_introduction",
    "tie_card",
    "try_route",
    "withdraw_confirmation",
    "withdraw_introduction",
    "withdraw_request",
    "write",
    "write_to_step",
]
