"""What somebody's calendar answers to an invitation (RFC 5546, 3.2.3), as plain values.

Anybody can write one, so it is read by its few lines alone, and anything unusual is no answer.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from vaknet.kit.calendar_values import PARAMETERS, Line, moments

LARGEST = 200_000  # bytes; Outlook puts a whole message in one
FOLDED = re.compile(rb"\r?\n[ \t]")
BORDER = re.compile(rb"^(BEGIN|END):([^\r\n]{1,40})\r?$", re.MULTILINE | re.IGNORECASE)
LINE = re.compile(
    rb"^(METHOD|UID|SEQUENCE|ATTENDEE|DTSTART)" + PARAMETERS + rb":([^\r\n]{1,500})\r?$",
    re.MULTILINE | re.IGNORECASE,
)
# Each of these is counted by its border.
ZONES = re.compile(
    rb"^BEGIN:VTIMEZONE\r?$.*?^END:VTIMEZONE", re.DOTALL | re.MULTILINE | re.IGNORECASE
)
SAID = re.compile(r';PARTSTAT="?([A-Z-]{1,20})', re.IGNORECASE)
MOST_INSIDE = 20  # the calendar, the event, time zones, reminders
METHODS = {"REPLY", "COUNTER"}


@dataclass(frozen=True)
class CalendarAnswer:
    """`method`: REPLY, or COUNTER for another time. `said`: ACCEPTED, DECLINED, TENTATIVE, ….

    `starts_at`: the time that it is about, where it says so. `uid` may hold anything.
    """

    method: str
    uid: str
    sequence: int
    said: str
    starts_at: datetime | None = None


def read_answer(content: bytes) -> CalendarAnswer | None:
    """None for what is no answer to one invitation by one person."""
    if len(content) > LARGEST:
        return None
    plain = FOLDED.sub(b"", content)
    begun = [kind.upper() for word, kind in BORDER.findall(plain) if word.upper() == b"BEGIN"]
    if begun[:1] != [b"VCALENDAR"] or begun.count(b"VEVENT") != 1 or len(begun) > MOST_INSIDE:
        return None
    lines = _lines(plain)
    one_each = all(len(lines.get(name, [])) == 1 for name in ("METHOD", "UID", "ATTENDEE"))
    if not one_each or lines["METHOD"][0].value.upper() not in METHODS:
        return None
    said = SAID.search(lines["ATTENDEE"][0].more)
    sequence = lines.get("SEQUENCE", [Line("", "0")])[0].value
    if not re.fullmatch(r"\d{1,9}", sequence, re.ASCII):
        return None
    return CalendarAnswer(
        method=lines["METHOD"][0].value.upper(),
        uid=lines["UID"][0].value,
        sequence=int(sequence),
        said=said[1].upper() if said else "",
        starts_at=_starts_at(lines),
    )


def _lines(plain: bytes) -> dict[str, list[Line]]:
    """Of the calendar and of its event; DTSTART also stands in time zones, which go away first."""
    lines: dict[str, list[Line]] = {}
    for name, more, value in LINE.findall(ZONES.sub(b"", plain)):
        line = Line(more.decode("ascii", "replace"), value.decode("ascii", "replace").strip())
        lines.setdefault(name.decode().upper(), []).append(line)
    return lines


def _starts_at(lines: dict[str, list[Line]]) -> datetime | None:
    found = [one for line in lines.get("DTSTART", [])[:1] for one in moments(line, UTC)]
    return found[0].at if found else None
