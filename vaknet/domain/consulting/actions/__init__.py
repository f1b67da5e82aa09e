"""What may happen at a consultation hour."""

from vaknet.domain.consulting.actions.booking import book, cancel_booking, move_booking
from vaknet.domain.consulting.actions.by_the_clock import (
    erase_notes,
    free_no_shows,
    remind_experts,
    remind_of_bookings,
)
from vaknet.domain.consulting.actions.calling import call_next, came, done, no_show, pass_over
from vaknet.domain.consulting.actions.details import DeskDetails
from vaknet.domain.consulting.actions.experts import add_expert, agree_to_sit, step_back
from vaknet.domain.consulting.actions.handing_over import hand_over
from vaknet.domain.consulting.actions.leaving import (
    erase_consultations,
    step_in_again,
    step_out,
    take_over_consultations,
)
from vaknet.domain.consulting.actions.notes import share_note, withdraw_note
from vaknet.domain.consulting.actions.opening import (
    cancel_hour,
    cancel_hours_of,
    close_hour,
    open_hour,
)
from vaknet.domain.consulting.actions.queueing import add_walk_in, leave_queue, take_ticket
from vaknet.domain.consulting.actions.trial import keep_desk
from vaknet.domain.consulting.actions.weekly import end_weekly_hour, make_hours, open_weekly_hour

__all__ = [
    "DeskDetails",
    "add_expert",
    "add_walk_in",
    "agree_to_sit",
    "book",
    "call_next",
    "came",
    "cancel_booking",
    "cancel_hour",
    "cancel_hours_of",
    "close_hour",
    "done",
    "end_weekly_hour",
    "erase_consultations",
    "erase_notes",
    "free_no_shows",
    "hand_over",
    "keep_desk",
    "leave_queue",
    "make_hours",
    "move_booking",
    "no_show",
    "open_hour",
    "open_weekly_hour",
    "pass_over",
    "remind_experts",
    "remind_of_bookings",
    "share_note",
    "step_back",
    "step_in_again",
    "step_out",
    "take_over_consultations",
    "take_ticket",
    "withdraw_note",
]
