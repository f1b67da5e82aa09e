"""Who may say what of a meeting. What they need to know is given: no rule asks the database."""

from datetime import datetime, timedelta

from vaknet.domain.events.models import Event, Registration

# What nobody kept is gone after this.
EXPIRES = timedelta(days=90)
NEW = timedelta(days=90)
MOST_TO_MEET = 5
SAID_FOR = timedelta(days=60)


def takes_part(mine: Registration | None) -> bool:
    """She has a seat, so she is or was there."""
    return mine is not None and mine.seated_at is not None


def may_say_whom(event: Event, mine: Registration | None, now: datetime) -> bool:
    """From the beginning on, for some weeks."""
    has_begun = event.starts_at <= now < event.ends_at + SAID_FOR
    return takes_part(mine) and has_begun and event.cancelled_at is None


def may_welcome(event: Event, mine: Registration | None, now: datetime) -> bool:
    return takes_part(mine) and now < event.ends_at and event.cancelled_at is None
