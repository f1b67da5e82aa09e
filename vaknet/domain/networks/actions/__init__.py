"""What may happen between this network and its partners."""

from vaknet.domain.networks.actions.line import (
    HeardBefore,
    TooMuch,
    forget_heard,
    go_and_read,
    hear,
    may_knock,
    note_network,
)

__all__ = [
    "HeardBefore",
    "TooMuch",
    "forget_heard",
    "go_and_read",
    "hear",
    "may_knock",
    "note_network",
]
