"""Consultation hours: desks, who sits there, times, numbers in a line, and sealed notes."""

from vaknet.domain.consulting.models.hours import ConsultationHour, Expert, Slot, WeeklyHour
from vaknet.domain.consulting.models.notes import IntakeNote
from vaknet.domain.consulting.models.turns import Booking, QueueTicket, Turn

__all__ = [
    "Booking",
    "ConsultationHour",
    "Expert",
    "IntakeNote",
    "QueueTicket",
    "Slot",
    "Turn",
    "WeeklyHour",
]
