"""What may happen with programmes."""

from vaknet.domain.programme.actions.choosing import (
    Chosen,
    accept_session_seat,
    choose_sessions,
    leave_session,
)
from vaknet.domain.programme.actions.choosing_as_guest import (
    accept_session_seat_as_guest,
    choose_as_guest,
    leave_session_as_guest,
)
from vaknet.domain.programme.actions.details import SessionDetails
from vaknet.domain.programme.actions.leaving import erase_speaker, take_over_programmes
from vaknet.domain.programme.actions.planning import (
    cancel_session,
    change_session,
    plan_round,
    plan_session,
    publish_programme,
)
from vaknet.domain.programme.actions.proposing import (
    accept_proposal,
    decline_proposal,
    keep_proposal,
    open_call,
    review_proposal,
    send_proposal,
    withdraw_proposal,
)
from vaknet.domain.programme.actions.rooms import keep_room, name_round, remove_room
from vaknet.domain.programme.actions.seats import give_back_seats, lapse_session_offers
from vaknet.domain.programme.actions.speaking import (
    agree_to_speak,
    ask_speaker,
    decline_to_speak,
    name_speaker,
    remove_speaker,
)

__all__ = [
    "Chosen",
    "SessionDetails",
    "accept_proposal",
    "accept_session_seat",
    "accept_session_seat_as_guest",
    "agree_to_speak",
    "ask_speaker",
    "cancel_session",
    "change_session",
    "choose_as_guest",
    "choose_sessions",
    "decline_proposal",
    "decline_to_speak",
    "erase_speaker",
    "give_back_seats",
    "keep_proposal",
    "keep_room",
    "lapse_session_offers",
    "leave_session",
    "leave_session_as_guest",
    "name_round",
    "name_speaker",
    "open_call",
    "plan_round",
    "plan_session",
    "publish_programme",
    "remove_room",
    "remove_speaker",
    "review_proposal",
    "send_proposal",
    "take_over_programmes",
    "withdraw_proposal",
]
