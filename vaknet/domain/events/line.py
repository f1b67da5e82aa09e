"""The rules of a line for seats: of an event, and of a session in its programme.

Pure: a row says by its moments whether it has a seat, waits for one, or may choose one now.
"""

from datetime import datetime, timedelta
from typing import Protocol

# An offer is never so short that nobody could see it, nor so long that nobody else can plan.
SHORTEST_OFFER = timedelta(minutes=15)


class InLine(Protocol):
    """Who wants a seat, as kept. What is Django's is left open, so that rows of two tables fit."""

    @property
    def seated_at(self) -> datetime | None: ...
    @property
    def offered_until(self) -> datetime | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


def is_live(row: InLine) -> bool:
    return row.cancelled_at is None


def is_waiting(row: InLine) -> bool:
    """In the line, without a seat and without an offer."""
    return is_live(row) and row.seated_at is None and row.offered_until is None


def is_offered(row: InLine, now: datetime) -> bool:
    return is_live(row) and row.offered_until is not None and now < row.offered_until


def holds_seat(row: InLine) -> bool:
    """Seats are counted for it: she comes, or one is kept for her until the clock takes it back."""
    return is_live(row) and (row.seated_at is not None or row.offered_until is not None)


def offer_until(*, hours: int, starts_at: datetime, now: datetime) -> datetime:
    """The whole term, or half of what is left before it begins: whoever is next needs time too."""
    term = min(timedelta(hours=hours), (starts_at - now) / 2)
    return now + max(term, SHORTEST_OFFER)
