"""Goals for their owner, what hangs from them, and what a contact may read."""

from vaknet.domain.goals.queries.brought import Brought, brought, years
from vaknet.domain.goals.queries.goals import (
    Choice,
    GoalView,
    choices,
    goal,
    my_goals,
    open_goals,
    own_goal,
    shown_goals,
)
from vaknet.domain.goals.queries.line import Stop, line
from vaknet.domain.goals.queries.things import KINDS, Thing, kind_of, thing

__all__ = [
    "KINDS",
    "Brought",
    "Choice",
    "GoalView",
    "Stop",
    "Thing",
    "brought",
    "choices",
    "goal",
    "kind_of",
    "line",
    "my_goals",
    "open_goals",
    "own_goal",
    "shown_goals",
    "thing",
    "years",
]
