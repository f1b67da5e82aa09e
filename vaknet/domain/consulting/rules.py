"""Who may do what at a desk, and when. What they need is given: no rule asks the database."""

from datetime import datetime, timedelta

from vaknet.domain.activity.models import Audience
from vaknet.domain.consulting.models import Booking, ConsultationHour, QueueTicket, Slot

SHORTEST_SLOT, LONGEST_SLOT = 5, 120
LONGEST = timedelta(hours=12)
FARTHEST = timedelta(days=3 * 366)
MOST_EXPERTS = 12
MOST_NOTE_DAYS = 60
MOST_WAITING = 200
NOTE = 2_000
# Somebody who is not there this long after her time, or after she was called, does not come.
GRACE = timedelta(minutes=5)
# A time that began can still be taken as long as this much is left of it.
LEAST_LEFT = timedelta(minutes=5)
# Who was not there when called comes after so many others; the second time she is out.
BACK = 3
MOST_PASSES = 2
# Hours of a week are made so long ahead.
AHEAD = timedelta(days=28)
# From when on numbers can be taken, and how long after the end the desk still works.
EARLY, LATE = timedelta(hours=1), timedelta(hours=2)
# Among fewer, figures would tell too much of who came.
FEWEST = 5


def audience_of(hour: ConsultationHour) -> Audience:
    """Who may know that there is such an hour."""
    return Audience.GROUP if hour.group_id is not None else Audience.MEMBERS


def is_over(hour: ConsultationHour, now: datetime) -> bool:
    return hour.ends_at <= now


def takes_bookings(hour: ConsultationHour, now: datetime) -> bool:
    standing = hour.cancelled_at is None and hour.closed_at is None
    return hour.takes_bookings and standing and not is_over(hour, now)


def takes_numbers(hour: ConsultationHour, now: datetime) -> bool:
    """From an hour before it begins: whoever takes one has to be near."""
    standing = hour.cancelled_at is None and hour.closed_at is None
    near = hour.starts_at - EARLY <= now < hour.ends_at
    return hour.takes_walk_ins and standing and near


def is_at_work(hour: ConsultationHour, now: datetime) -> bool:
    """Whether people are called. After the end whoever still waits can be helped."""
    near = hour.starts_at - EARLY <= now < hour.ends_at + LATE
    return hour.cancelled_at is None and near


def can_be_taken(slot: Slot, now: datetime) -> bool:
    return slot.withdrawn_at is None and slot.ends_at - now >= LEAST_LEFT


def is_live(turn: Booking | QueueTicket) -> bool:
    """She is still to be helped, or is being helped."""
    if isinstance(turn, Booking):
        return turn.cancelled_at is None and turn.no_show_at is None and turn.done_at is None
    return turn.left_at is None and turn.done_at is None


def absent_from(booking: Booking) -> datetime:
    """From when on one may say that she did not come: five minutes after her time, and after she
    was called, for an expert may be late herself."""
    called = booking.called_at or booking.slot.starts_at
    return max(called, booking.slot.starts_at) + GRACE
