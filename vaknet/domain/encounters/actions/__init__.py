"""What may happen between people who meet at an event."""

from vaknet.domain.encounters.actions.afterwards import ask_afterwards, expire_encounters
from vaknet.domain.encounters.actions.leaving import erase_encounters, take_over_encounters
from vaknet.domain.encounters.actions.meeting import (
    keep_encounter,
    let_go,
    say_met,
    stay_in_touch,
    swap,
)
from vaknet.domain.encounters.actions.welcoming import stop_welcoming, welcome_newcomers

__all__ = [
    "ask_afterwards",
    "erase_encounters",
    "expire_encounters",
    "keep_encounter",
    "let_go",
    "say_met",
    "stay_in_touch",
    "stop_welcoming",
    "swap",
    "take_over_encounters",
    "welcome_newcomers",
]
