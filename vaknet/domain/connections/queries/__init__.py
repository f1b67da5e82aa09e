"""Who knows whom, and who is being introduced: always as the one who looks may see it."""

from vaknet.domain.connections.queries.contacts import (
    are_connected,
    connection_with,
    contacts,
    contacts_who_go_along,
    is_go_between,
    needs_me_count,
    request,
    request_between,
    requests_sent,
    requests_waiting,
)
from vaknet.domain.connections.queries.graph import Reach, Route, Stop, reach, route_of, routes
from vaknet.domain.connections.queries.introduction import introduction, step
from vaknet.domain.connections.queries.introductions import (
    IntroductionView,
    Outcome,
    Part,
    Progress,
    Stage,
    introductions_asked,
    introductions_past,
    introductions_waiting,
)
from vaknet.domain.connections.queries.memory import (
    Memory,
    has_card,
    memories,
    memories_due,
    memory_of,
    remembered,
)
from vaknet.domain.connections.queries.outcomes import asked_how_it_went

__all__ = [
    "IntroductionView",
    "Memory",
    "Outcome",
    "Part",
    "Progress",
    "Reach",
    "Route",
    "Stage",
    "Stop",
    "are_connected",
    "asked_how_it_went",
    "connection_with",
    "contacts",
    "contacts_who_go_along",
    "has_card",
    "introduction",
    "introductions_asked",
    "introductions_past",
    "introductions_waiting",
    "is_go_between",
    "memories",
    "memories_due",
    "memory_of",
    "needs_me_count",
    "reach",
    "remembered",
    "request",
    "request_between",
    "requests_sent",
    "requests_waiting",
    "route_of",
    "routes",
    "step",
]
