"""Who knows whom, and who is being introduced: always as the one who looks may see it."""

from vaknet.domain.connections.queries.announcements import (
    AnnouncementView,
    announced,
    announcement,
    announcements_of,
    congratulations_for,
    told_by_contacts,
)
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
from vaknet.domain.connections.queries.follows import followed, followers, is_following
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
from vaknet.domain.connections.queries.looking import (
    looking_for_work,
    my_search,
    readers_of,
    tips_for,
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
    "AnnouncementView",
    "IntroductionView",
    "Memory",
    "Outcome",
    "Part",
    "Progress",
    "Reach",
    "Route",
    "Stage",
    "Stop",
    "announced",
    "announcement",
    "announcements_of",
    "are_connected",
    "asked_how_it_went",
    "congratulations_for",
    "connection_with",
    "contacts",
    "contacts_who_go_along",
    "followed",
    "followers",
    "has_card",
    "introduction",
    "introductions_asked",
    "introductions_past",
    "introductions_waiting",
    "is_following",
    "is_go_between",
    "looking_for_work",
    "memories",
    "memories_due",
    "memory_of",
    "my_search",
    "needs_me_count",
    "reach",
    "readers_of",
    "remembered",
    "request",
    "request_between",
    "requests_sent",
    "requests_waiting",
    "route_of",
    "routes",
    "step",
    "tips_for",
    "told_by_contacts",
]
