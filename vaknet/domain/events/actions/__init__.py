"""What may happen with events."""

from vaknet.domain.events.actions.by_the_clock import forget_guests, remind
from vaknet.domain.events.actions.calling_off import cancel_event
from vaknet.domain.events.actions.covers import (
    CoverChange,
    choose_cover,
    forget_covers,
    put_covers_back,
    remove_cover,
    say_of_cover,
)
from vaknet.domain.events.actions.details import EventDetails
from vaknet.domain.events.actions.door import Arrival, check_in, undo_check_in
from vaknet.domain.events.actions.elsewhere import join_from_elsewhere, leave_from_elsewhere
from vaknet.domain.events.actions.going import (
    EventThere,
    be_answered_elsewhere,
    change_elsewhere,
    go_elsewhere,
    stay_away_elsewhere,
    take_away_elsewhere,
    tell_changes_elsewhere,
)
from vaknet.domain.events.actions.guests import (
    accept_as_guest,
    ask_as_guest,
    cancel_as_guest,
    confirm_guest,
)
from vaknet.domain.events.actions.leaving import (
    erase_attendee,
    step_in_again,
    step_out,
    take_over_events,
)
from vaknet.domain.events.actions.organisers import add_organiser, stop_organising
from vaknet.domain.events.actions.planning import change_event, plan_event, publish_event
from vaknet.domain.events.actions.printing import (
    ask_print,
    forget_prints,
    give_up_print,
    keep_print,
)
from vaknet.domain.events.actions.registering import (
    accept_offer,
    cancel_registration,
    change_registration,
    register,
)
from vaknet.domain.events.actions.seats import lapse_offers, offer_seats
from vaknet.domain.events.actions.series import (
    cancel_later,
    change_later,
    plan_series,
    repeat_event,
)
from vaknet.domain.events.actions.trial import lay_out_event

__all__ = [
    "Arrival",
    "CoverChange",
    "EventDetails",
    "EventThere",
    "accept_as_guest",
    "accept_offer",
    "add_organiser",
    "ask_as_guest",
    "ask_print",
    "be_answered_elsewhere",
    "cancel_as_guest",
    "cancel_event",
    "cancel_later",
    "cancel_registration",
    "change_elsewhere",
    "change_event",
    "change_later",
    "change_registration",
    "check_in",
    "choose_cover",
    "confirm_guest",
    "erase_attendee",
    "forget_covers",
    "forget_guests",
    "forget_prints",
    "give_up_print",
    "go_elsewhere",
    "join_from_elsewhere",
    "keep_print",
    "lapse_offers",
    "lay_out_event",
    "leave_from_elsewhere",
    "offer_seats",
    "plan_event",
    "plan_series",
    "publish_event",
    "put_covers_back",
    "register",
    "remind",
    "remove_cover",
    "repeat_event",
    "say_of_cover",
    "stay_away_elsewhere",
    "step_in_again",
    "step_out",
    "stop_organising",
    "take_away_elsewhere",
    "take_over_events",
    "tell_changes_elsewhere",
    "undo_check_in",
]
