"""What a calendar answers, by a file that anybody may have written."""

from datetime import UTC, datetime
from time import process_time

import pytest

from vaknet.kit.calendar_answers import LARGEST, CalendarAnswer, read_answer

START = "DTSTART:20261201T090000Z"
ATTENDEE = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:joost@duinrade.example"


def answer(*lines: str, before: str = "") -> bytes:
    """`before`: what stands before the event."""
    told = ["BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:a@b", *lines, "END:VEVENT"]
    head, rest = told[:2], told[2:]
    return "\r\n".join([*head, *([before] if before else []), *rest, "END:VCALENDAR", ""]).encode()


PLAIN = CalendarAnswer("REPLY", "a@b", 0, "ACCEPTED", datetime(2026, 12, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    "attendee",
    [
        ATTENDEE,
        'ATTENDEE;SENT-BY="mailto:bureau@duinrade.example";PARTSTAT=ACCEPTED:mailto:joost@a.example',
        'ATTENDEE;PARTSTAT=ACCEPTED;CN="Meer: van der, Joost":mailto:joost@a.example',
        'ATTENDEE;CN=Joost 5";PARTSTAT=ACCEPTED:mailto:joost@a.example',
    ],
)
def test_who_answers_by_whatever_else_is_said_of_her(attendee: str) -> None:
    assert read_answer(answer(START, attendee)) == PLAIN


def test_a_zone_that_is_named_with_a_colon() -> None:
    start = 'DTSTART;TZID="(UTC+01:00) Amsterdam":20261201T090000'
    assert read_answer(answer(start, ATTENDEE)) == PLAIN


@pytest.mark.parametrize("begin", ["BEGIN:VTIMEZONE", "begin:vtimezone"])
def test_the_begin_of_a_zone_is_not_that_of_the_event(begin: str) -> None:
    zone = f"{begin}\r\nTZID:X\r\nDTSTART:19700101T000000\r\nEND:VTIMEZONE"
    assert read_answer(answer(START, ATTENDEE, before=zone)) == PLAIN


@pytest.mark.parametrize(
    "line",
    ["BEGIN:VTIMEZONE\ra", "BEGIN:VTIMEZONE" + "a" * 40, 'UID;"', 'DTSTART;"a";"', "ATTENDEE;:"],
)
def test_two_hundred_kilobytes_of_one_line_are_soon_read(line: str) -> None:
    file = answer(START, before="\r\n".join([line] * ((LARGEST - 300) // (len(line) + 2))))
    began = process_time()
    assert read_answer(file) is None
    assert process_time() - began < 2  # some hundredths; the square of its length took ten
