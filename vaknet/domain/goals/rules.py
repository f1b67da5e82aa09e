"""Who may do what with a goal, and with what hangs from it."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.goals.models import Goal

OPEN_GOALS = 20
NOTES = 200
LINKS = 200


def may_change(person: Actor, goal: Goal) -> bool:
    return goal.owner_id == person.pk
