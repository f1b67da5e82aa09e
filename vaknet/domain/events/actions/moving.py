"""What moves along when an event begins at another moment: rooms above say how."""

from collections.abc import Callable
from datetime import timedelta

from vaknet.domain.events.models import Event

# Each is called in the transaction that moves the event, whose row is held, with how much later it
# begins now.
MOVED: list[Callable[[Event, timedelta], None]] = []


def move_along(event: Event, later: timedelta) -> None:
    if later:
        for follow in MOVED:
            follow(event, later)
