"""What an answer to a delivery means, and how long to wait before the next try.

The steps are those that most servers have: soon at first, for a server that is started anew, and
then no more than a day, for one whose owner is away for the weekend.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

STEPS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
LONGEST = timedelta(days=7)  # after that nobody waits for it any more
FAILURES = 5  # in a row: from then on one is sent to see whether the server is back
SPREAD = 0.2  # so that what failed together does not come back together
ASKED_AT_MOST = timedelta(days=1)
IN_ANOTHER_WAY = frozenset({400, 401, 403})  # the server may not read how it was signed
BUSY = frozenset({429, 503})
# 401 too: so says a server that could not read our key at that moment, and some (Fedify) go on to
# say so for ten minutes.
_LATER = frozenset({401, 408, 425, 429})


class Outcome(Enum):
    ARRIVED = "arrived"
    GONE = "gone"  # nobody has this inbox, or nobody any more
    REFUSED = "refused"
    LATER = "later"


def outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.ARRIVED
    if status in {404, 410}:
        return Outcome.GONE
    if status in _LATER or status >= 500:
        return Outcome.LATER
    return Outcome.REFUSED


def pause(tries: int, chance: float) -> timedelta:
    """Before the next try, after so many that failed; `chance` is one of 0 until 1."""
    step = STEPS[min(max(tries, 1), len(STEPS)) - 1]
    return step * (1 - SPREAD + 2 * SPREAD * chance)


def next_try(
    tries: int, *, first: datetime, now: datetime, chance: float, asked: timedelta | None = None
) -> datetime | None:
    """None when a week is over. `asked`: how long the server asked us to stay away."""
    if now - first >= LONGEST:
        return None
    return min(now + max(pause(tries, chance), asked or timedelta(0)), first + LONGEST)


def rest(failures: int, chance: float) -> timedelta | None:
    """How long a server that failed so often in a row is left alone; None when it is not."""
    return None if failures < FAILURES else pause(failures - FAILURES + 1, chance)


def asked_to_wait(retry_after: str, *, now: datetime) -> timedelta | None:
    """What a header of Retry-After says, in seconds or as a moment; never more than a day."""
    try:
        if retry_after.isascii() and retry_after.isdigit():
            asked = timedelta(seconds=int(retry_after[:9]))
        else:
            moment = parsedate_to_datetime(retry_after)
            asked = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(asked, timedelta(0)), ASKED_AT_MOST)
