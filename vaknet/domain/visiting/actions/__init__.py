"""What may happen between a group and members of partner networks."""

from vaknet.domain.visiting.actions.at_home import (
    come_in,
    forget_visitor,
    go_out,
    mark_of,
    show_out,
)
from vaknet.domain.visiting.actions.ending import (
    end_visits,
    note_farewell,
    put_off_farewell,
    step_in_again,
    step_out,
    take_over_visits,
)
from vaknet.domain.visiting.actions.opening import close_to_visitors, open_to_visitors
from vaknet.domain.visiting.actions.visits import ask_to_visit, leave_visit, note_state

__all__ = [
    "ask_to_visit",
    "close_to_visitors",
    "come_in",
    "end_visits",
    "forget_visitor",
    "go_out",
    "leave_visit",
    "mark_of",
    "note_farewell",
    "note_state",
    "open_to_visitors",
    "put_off_farewell",
    "show_out",
    "step_in_again",
    "step_out",
    "take_over_visits",
]
