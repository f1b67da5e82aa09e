"""What may happen with groups, and who is in them."""

from vaknet.domain.groups.actions.duties import end_duty, give_duty
from vaknet.domain.groups.actions.house_rules import agree_to_house_rules
from vaknet.domain.groups.actions.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    withdraw_invitation,
)
from vaknet.domain.groups.actions.leaving import (
    erase_steward,
    step_in_again,
    step_out,
    take_over_memberships,
)
from vaknet.domain.groups.actions.members import (
    enter_many,
    join_group,
    leave_group,
)
from vaknet.domain.groups.actions.requests import (
    ask_to_join,
    decline_request,
    let_in,
    withdraw_request,
)
from vaknet.domain.groups.actions.sleep import put_to_sleep, wake
from vaknet.domain.groups.actions.starting import change_group, start_group
from vaknet.domain.groups.actions.succession import (
    accept_stewardship,
    ask_for_stewards,
    decline_stewardship,
    name_steward,
)
from vaknet.domain.groups.actions.ties import agree_tie, ask_tie, end_tie
from vaknet.domain.groups.rules import audience_of

__all__ = [
    "accept_invitation",
    "accept_stewardship",
    "agree_tie",
    "agree_to_house_rules",
    "ask_for_stewards",
    "ask_tie",
    "ask_to_join",
    "audience_of",
    "change_group",
    "decline_invitation",
    "decline_request",
    "decline_stewardship",
    "end_duty",
    "end_tie",
    "enter_many",
    "erase_steward",
    "give_duty",
    "invite",
    "join_group",
    "leave_group",
    "let_in",
    "name_steward",
    "put_to_sleep",
    "start_group",
    "step_in_again",
    "step_out",
    "take_over_memberships",
    "wake",
    "withdraw_invitation",
    "withdraw_request",
]
