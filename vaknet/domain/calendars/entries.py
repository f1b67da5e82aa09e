"""What a room puts in somebody's calendar.

A room that has such things gives `calendar_entries(viewer) -> Iterable[Entry]`, and that function
stands in the list `ROOMS` of `interfaces/web/agenda.py`. No more is needed.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """`uid` is its name for ever, without our host; `path` is its page.

    `changed_at` is when this version of it was made, and `sequence` counts versions. `is_sure`:
    nobody has to say yes any more. `said`: what she herself said to it, as RFC 5545 names it:
    ACCEPTED, TENTATIVE or NEEDS-ACTION.
    """

    uid: str
    sequence: int
    summary: str
    location: str
    path: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    is_sure: bool = True
    said: str = "ACCEPTED"
