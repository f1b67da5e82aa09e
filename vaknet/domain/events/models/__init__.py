"""Events: what is held, by whom, and who comes."""

from vaknet.domain.events.models.covers import EventCover, EventCoverFile
from vaknet.domain.events.models.elsewhere import GoingElsewhere
from vaknet.domain.events.models.events import Event, EventHost, EventOrganiser
from vaknet.domain.events.models.prints import EventPrint
from vaknet.domain.events.models.registrations import (
    EventGuest,
    Registration,
    RegistrationAnswer,
    RegistrationQuestion,
)
from vaknet.domain.events.models.series import EventSeries

__all__ = [
    "Event",
    "EventCover",
    "EventCoverFile",
    "EventGuest",
    "EventHost",
    "EventOrganiser",
    "EventPrint",
    "EventSeries",
    "GoingElsewhere",
    "Registration",
    "RegistrationAnswer",
    "RegistrationQuestion",
]
