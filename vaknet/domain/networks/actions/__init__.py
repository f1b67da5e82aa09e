"""What may happen between this network and its partners."""

from vaknet.domain.networks.actions.ending import (
    came_through_treaties,
    end_where_due,
    remove_what_came,
    warn_in_time,
)
from vaknet.domain.networks.actions.errands import note_done, note_silence, tell_soon
from vaknet.domain.networks.actions.line import (
    HeardBefore,
    TooMuch,
    forget_heard,
    go_and_read,
    hear,
    may_knock,
    note_about,
    note_network,
)
from vaknet.domain.networks.actions.receiving import (
    hear_state,
    receive_counter,
    receive_end,
    receive_proposal,
    receive_signature,
)
from vaknet.domain.networks.actions.things import keep_things, note_unread
from vaknet.domain.networks.actions.treaties import (
    counter_treaty,
    end_treaty,
    propose_treaty,
    say_place,
    sign_treaty,
    try_again,
)

__all__ = [
    "HeardBefore",
    "TooMuch",
    "came_through_treaties",
    "counter_treaty",
    "end_treaty",
    "end_where_due",
    "forget_heard",
    "go_and_read",
    "hear",
    "hear_state",
    "keep_things",
    "may_knock",
    "note_about",
    "note_done",
    "note_network",
    "note_silence",
    "note_unread",
    "propose_treaty",
    "receive_counter",
    "receive_end",
    "receive_proposal",
    "receive_signature",
    "remove_what_came",
    "say_place",
    "sign_treaty",
    "tell_soon",
    "try_again",
    "warn_in_time",
]
