"""Laying out a round, skipping a stop, telling what happened, and choosing when and how."""

from vaknet.domain.notices.actions.choosing import (
    choose_notices,
    erase_notices,
    take_over_notices,
)
from vaknet.domain.notices.actions.reading import (
    read_until,
    take_back_reading,
    take_over_reading,
)
from vaknet.domain.notices.actions.remembering import (
    REMEMBER,
    remember,
    remember_later,
    untold,
)
from vaknet.domain.notices.actions.rhythm import keep_rhythm, take_over_rhythm
from vaknet.domain.notices.actions.rounds import (
    erase_rounds,
    forget_rounds,
    lay_round,
    skip_stop,
    take_back_skip,
)
from vaknet.domain.notices.actions.telling import (
    WRITE_WAITING,
    Waiting,
    forget_notices,
    hold_waiting,
    note,
    read_matter,
    read_notices,
    tell_where_due,
    was_told,
)

__all__ = [
    "REMEMBER",
    "WRITE_WAITING",
    "Waiting",
    "choose_notices",
    "erase_notices",
    "erase_rounds",
    "forget_notices",
    "forget_rounds",
    "hold_waiting",
    "keep_rhythm",
    "lay_round",
    "note",
    "read_matter",
    "read_notices",
    "read_until",
    "remember",
    "remember_later",
    "skip_stop",
    "take_back_reading",
    "take_back_skip",
    "take_over_notices",
    "take_over_reading",
    "take_over_rhythm",
    "tell_where_due",
    "untold",
    "was_told",
]
