"""Three desks at an event of the demo, with some times taken."""

from collections.abc import Sequence
from datetime import timedelta

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting.actions import DeskDetails, keep_desk
from vaknet.domain.consulting.models import ConsultationHour
from vaknet.domain.events.models import Event

# What one can ask about, where, which of the five times are taken, and whether one can walk in.
DESKS = [
    ("Arbeidsrecht", "Zaal 4, tafel 1", (0, 1, 4), False),
    ("Pensioen", "Zaal 4, tafel 2", (1, 3), False),
    ("Digitaal archief", "Zaal 5", (0, 2), True),
]
EXPLANATION = "Een kwartier om mee te denken. Neem mee wat je al hebt uitgezocht."
AFTER, LASTS = timedelta(hours=3, minutes=45), timedelta(hours=1, minutes=15)


def open_desks(
    by: Actor, *, event: Event, experts: Sequence[Actor], visitors: Sequence[Actor]
) -> list[ConsultationHour]:
    """In the afternoon of an event that lasts at least five hours. `experts`: three, one for each
    desk; `visitors`: three or more, who took what is taken."""
    begins = event.starts_at + AFTER
    return [
        keep_desk(
            opened_by=by,
            event=event,
            details=DeskDetails(
                subject=subject,
                explanation=EXPLANATION,
                room=room,
                zone=event.zone,
                takes_walk_ins=walk_in,
            ),
            starts_at=begins,
            ends_at=begins + LASTS,
            expert=expert,
            booked=dict(zip(taken, visitors, strict=False)),
        )
        for (subject, room, taken, walk_in), expert in zip(DESKS, experts, strict=True)
    ]
