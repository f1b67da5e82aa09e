"""Planning: which few acts somebody is offered today. Pure: the same facts give the same line."""

from vaknet.engine.planning.line import (
    AGAIN_AFTER,
    ENOUGH_ASKED,
    MOST_STOPS,
    REST,
    Act,
    Candidate,
    Plan,
    Reason,
    Shown,
    plan,
    resting,
)

__all__ = [
    "AGAIN_AFTER",
    "ENOUGH_ASKED",
    "MOST_STOPS",
    "REST",
    "Act",
    "Candidate",
    "Plan",
    "Reason",
    "Shown",
    "plan",
    "resting",
]
