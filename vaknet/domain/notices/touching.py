"""Which new roles touch which goals: for the eyes of the owner of the goals."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import RoleAnnouncement
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.goals import queries as goals
from vaknet.domain.goals.models import Goal
from vaknet.engine.text import content

# A shorter word says too little to call two texts about the same.
TELLING = 5
LATELY = timedelta(days=90)


def goals_touched(viewer: Actor, announcement: RoleAnnouncement) -> list[Goal]:
    """Her open goals that share a word with the role, in any form of it."""
    return touched(announcement, goals.open_goals(viewer))


def touched(announcement: RoleAnnouncement, open_goals: Iterable[Goal]) -> list[Goal]:
    told = _told(announcement)
    return [goal for goal in open_goals if _touches(told, goal)]


def roles_touching(viewer: Actor, goal: Goal) -> list[RoleAnnouncement]:
    """Who of those she knows or follows told lately of a role that touches this goal."""
    lately = connections.told_lately(viewer, since=timezone.now() - LATELY)
    return [one for one in lately if _touches(_told(one), goal)]


def _told(announcement: RoleAnnouncement) -> str:
    role = announcement.role
    where = role.organisation.name if role.organisation else ""
    return " ".join((role.title, where, announcement.text))


def _touches(told: str, goal: Goal) -> bool:
    return analyser().shares(told, _telling(goal.text))


def _telling(text: str) -> Iterable[str]:
    return [word.plain for word in content(text) if len(word.plain) >= TELLING]
