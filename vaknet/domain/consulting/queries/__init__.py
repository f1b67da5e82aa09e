"""Consultation hours, as the one who looks may see them."""

from vaknet.domain.consulting.queries.calendar import calendar_entries
from vaknet.domain.consulting.queries.desks import Desk, agreed_expert, current_turn, desk
from vaknet.domain.consulting.queries.figures import HourFigures, figures, screen
from vaknet.domain.consulting.queries.hours import (
    DeskView,
    TimeAtDesk,
    experts_asked,
    hour,
    hours_to_come,
    my_asked,
    my_hours,
    of_group,
    of_person,
    on_event,
    tended_hour,
    views,
    visible_hours,
    weekly_hour,
    weekly_hours,
)
from vaknet.domain.consulting.queries.mine import (
    MyTurn,
    live_booking,
    live_ticket,
    my_bookings,
    my_turn,
    note_of,
    waiting,
)

__all__ = [
    "Desk",
    "DeskView",
    "HourFigures",
    "MyTurn",
    "TimeAtDesk",
    "agreed_expert",
    "calendar_entries",
    "current_turn",
    "desk",
    "experts_asked",
    "figures",
    "hour",
    "hours_to_come",
    "live_booking",
    "live_ticket",
    "my_asked",
    "my_bookings",
    "my_hours",
    "my_turn",
    "note_of",
    "of_group",
    "of_person",
    "on_event",
    "screen",
    "tended_hour",
    "views",
    "visible_hours",
    "waiting",
    "weekly_hour",
    "weekly_hours",
]
