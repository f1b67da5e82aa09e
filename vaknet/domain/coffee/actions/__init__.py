"""What may happen with coffee."""

from vaknet.domain.coffee.actions.drawing import draw_due, draw_round
from vaknet.domain.coffee.actions.leaving import step_in_again, step_out, take_over_coffee
from vaknet.domain.coffee.actions.saying import end_waiting, remind, say_met, say_no, say_yes
from vaknet.domain.coffee.actions.wishing import (
    look_again,
    look_for_coffee,
    skip_round,
    stop_looking,
    take_part_again,
)

__all__ = [
    "draw_due",
    "draw_round",
    "end_waiting",
    "look_again",
    "look_for_coffee",
    "remind",
    "say_met",
    "say_no",
    "say_yes",
    "skip_round",
    "step_in_again",
    "step_out",
    "stop_looking",
    "take_over_coffee",
    "take_part_again",
]
