"""What may happen with events."""

from vaknet.domain.events.actions.calling_off import cancel_event
from vaknet.domain.events.actions.details import EventDetails
from vaknet.domain.events.actions.organisers import add_organiser, stop_organising
from vaknet.domain.events.actions.planning import change_event, plan_event, publish_event
from vaknet.domain.events.actions.registering import (
    accept_offer,
    cancel_registration,
    change_registration,
    register,
)
from vaknet.domain.events.actions.seats import lapse_offers, offer_seats

__all__ = [
    "EventDetails",
    "accept_offer",
    "add_organiser",
    "cancel_event",
    "cancel_registration",
    "change_event",
    "change_registration",
    "lapse_offers",
    "offer_seats",
    "plan_event",
    "publish_event",
    "register",
    "stop_organising",
]
