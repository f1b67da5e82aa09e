"""When somebody is busy, by a calendar that anybody may have written."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from vaknet.kit.busy import MOST_EVENTS, MOST_OCCURRENCES, Busy, UnreadableCalendar, Window, busy
from vaknet.kit.busy import merged as merge

HERE = ZoneInfo("Europe/Amsterdam")
SINCE, UNTIL = datetime(2026, 3, 23, tzinfo=HERE), datetime(2026, 4, 6, tzinfo=HERE)
WINDOW = Window(SINCE, UNTIL, HERE)  # the clock goes forward on 29 March


def event(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def calendar(*events: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


def told(*lines: str, window: Window = WINDOW) -> list[str]:
    """As the clock here says: "24 09:00-10:00"."""
    found = busy(calendar(event(*lines)), window)
    local = [(one.since.astimezone(HERE), one.until.astimezone(HERE)) for one in found]
    return [f"{a:%d %H:%M}-{b:%H:%M}" for a, b in local]


NINE = "DTSTART;TZID=Europe/Amsterdam:20260324T090000"
HOUR = "DURATION:PT1H"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((NINE, "DTEND;TZID=Europe/Amsterdam:20260324T100000"), ["24 09:00-10:00"]),
        (("DTSTART:20260324T080000Z", "DTEND:20260324T090000Z"), ["24 09:00-10:00"]),
        (("DTSTART:20260331T080000Z", "DTEND:20260331T090000Z"), ["31 10:00-11:00"]),
        (("DTSTART:20260324T090000", "DURATION:PT1H30M"), ["24 09:00-10:30"]),
        (('DTSTART;TZID="W. Europe Standard Time":20260324T090000', HOUR), ["24 09:00-10:00"]),
        (("DTSTART;TZID=/x.org/v1/America/New_York:20260324T090000", HOUR), ["24 14:00-15:00"]),
        (("DTSTART;TZID=America/New_York:20260324T090000", HOUR), ["24 14:00-15:00"]),
        (('DTSTART;TZID="(UTC+01:00) Amsterdam":20260324T090000', HOUR), ["24 09:00-10:00"]),
        (('DTSTART;X-A="b:c;d";TZID=America/New_York:20260324T090000', HOUR), ["24 14:00-15:00"]),
        (('DTSTART;X-A=5":20260324T090000', HOUR), ["24 09:00-10:00"]),
        (('DTSTART;X-A="a:20250101":20260324T090000', HOUR), ["24 09:00-10:00"]),
        (("DTSTART;TZID=../../../etc/passwd:20260324T090000", HOUR), ["24 09:00-10:00"]),
        (("DTSTART;TZID=Customized Time Zone:20260324T090000", HOUR), ["24 09:00-10:00"]),
        (("DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260330"), ["29 00:00-00:00"]),
        (("DTSTART;VALUE=DATE:20260324",), ["24 00:00-00:00"]),
        (("DTSTART;VALUE=DATE:20260324", "DURATION:P2D"), ["24 00:00-00:00"]),
        (("DTSTART;VALUE=DATE:20260320", "DTEND;VALUE=DATE:20260325"), ["23 00:00-00:00"]),
        ((NINE,), []),
        ((NINE, "DTEND;TZID=Europe/Amsterdam:20260324T080000"), []),
        ((NINE, "DURATION:-PT1H"), []),
        ((NINE, HOUR, "TRANSP:TRANSPARENT"), []),
        ((NINE, HOUR, "STATUS:CANCELLED"), []),
        ((NINE, HOUR, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), []),
        ((NINE, HOUR, "STATUS:TENTATIVE"), ["24 09:00-10:00"]),
        (("DTSTART:20260324T250000", HOUR), []),
        (("DTSTART:gisteren", HOUR), []),
        (("DTSTART:00010101T090000", HOUR), []),
        (("DTSTART:20260230T090000", HOUR), []),
        (("SUMMARY:niets",), []),
        (("DTSTART:20260324T0900", HOUR), ["24 09:00-10:00"]),
        (("DTSTART:20260410T090000", HOUR), []),
        (("DTSTART:20260407T090000", HOUR), []),
        (("DTSTART:20260201T090000", HOUR), []),
        (("DTSTART:20260201T090000", "DTEND:20260201T100000"), []),
    ],
)
def test_one_event(lines: tuple[str, ...], expected: list[str]) -> None:
    assert told(*lines) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY", ["24 09:00-10:00", "31 09:00-10:00"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260326T080000Z", ["24 09:00-10:00", "26 09:00-10:00"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260326", ["24 09:00-10:00", "26 09:00-10:00"]),
        ("FREQ=WEEKLY;UNTIL=20260324T090000", ["24 09:00-10:00"]),
        ("FREQ=DAILY;COUNT=2", ["24 09:00-10:00", "25 09:00-10:00"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", ["24 09:00-10:00", "31 09:00-10:00"]),
        ("FREQ=MONTHLY;BYDAY=1MO,-1FR;WKST=SU", ["24 09:00-10:00", "27 09:00-10:00"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", ["24 09:00-10:00", "31 09:00-10:00"]),
        ("FREQ=YEARLY;BYMONTH=4", ["24 09:00-10:00"]),
        ("FREQ=YEARLY;BYYEARDAY=90", ["24 09:00-10:00", "31 09:00-10:00"]),
    ],
)
def test_one_that_repeats(rule: str, expected: list[str]) -> None:
    assert told(NINE, HOUR, f"RRULE:{rule}") == expected


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYSETPOS=1",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYMONTHDAY=0",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=DAILY;COUNT=99999999999",
        "FREQ=DAILY;UNTIL=ooit",
        "FREQ=WEEKLY;BYDAY=XX",
        "INTERVAL=2",
        "niets",
    ],
)
def test_a_rule_of_no_persons_calendar(rule: str) -> None:
    with pytest.raises(UnreadableCalendar):
        told(NINE, HOUR, f"RRULE:{rule}")


@pytest.mark.parametrize("freq", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
# Rules that never come true make dateutil search for seconds: then the process gives up.
@settings(deadline=None, max_examples=40)
@given(
    first=st.dates(date(2012, 1, 1), date(2026, 4, 1)),
    step=st.integers(1, 5),
    more=st.sampled_from(["", ";BYDAY=MO,FR", ";BYMONTHDAY=1,24,31", ";BYMONTH=3,12", ";WKST=SU"]),
)
def test_a_rule_brought_near_says_the_same(freq: str, first: date, step: int, more: str) -> None:
    rule = f"FREQ={freq};INTERVAL={step}{more}"
    start = datetime.combine(first, datetime.min.time()).replace(hour=9)
    found = busy(
        calendar(event(f"DTSTART:{start:%Y%m%dT%H%M%S}", HOUR, f"RRULE:{rule}")),
        WINDOW,
    )
    whole = rrulestr(rule, dtstart=start).between(
        SINCE.replace(tzinfo=None), UNTIL.replace(tzinfo=None), inc=True
    )
    expected = {one.replace(tzinfo=HERE).astimezone(UTC) for one in whole}
    if SINCE.date() <= first < UNTIL.date():
        expected.add(start.replace(tzinfo=HERE).astimezone(UTC))  # DTSTART itself always counts
    assert [one.since for one in found] == sorted(expected)


def test_times_that_are_left_out_moved_and_added() -> None:
    uid = "UID:elke-dag"
    content = calendar(
        event(
            uid,
            "DTSTART;TZID=Europe/Amsterdam:20200323T090000",
            HOUR,
            "RRULE:FREQ=DAILY;UNTIL=20260327T235959Z",
            "EXDATE;TZID=Europe/Amsterdam:20260324T090000,20260325T090000",
            "EXDATE;VALUE=DATE:20260327",
            "RDATE;VALUE=PERIOD:20260402T070000Z/PT1H",
        ),
        event(
            uid,
            "RECURRENCE-ID;TZID=Europe/Amsterdam:20260326T090000",
            "DTSTART;TZID=Europe/Amsterdam:20260326T150000",
            HOUR,
        ),
        event(
            uid,
            "RECURRENCE-ID;TZID=Europe/Amsterdam:20260323T090000",
            "DTSTART;TZID=Europe/Amsterdam:20260323T090000",
            "STATUS:CANCELLED",
        ),
    )
    local = [one.since.astimezone(HERE) for one in busy(content, WINDOW)]
    assert [f"{one:%d %H:%M}" for one in local] == ["26 15:00", "02 09:00"]


def test_a_reminder_within_an_event_does_not_lengthen_it() -> None:
    alarm = ["BEGIN:VALARM", "DURATION:P7D", "TRIGGER:-PT5M", "END:VALARM"]
    assert told(NINE, *alarm, HOUR) == ["24 09:00-10:00"]


@pytest.mark.parametrize("kind", ["VTODO", "VFREEBUSY", "VJOURNAL"])
def test_what_comes_after_an_event_does_not_move_it(kind: str) -> None:
    after = f"BEGIN:{kind}\r\nDTSTART:20200101T090000Z\r\nDTEND:20200102T090000Z\r\nEND:{kind}\r\n"
    timed = event(NINE, "DTEND;TZID=Europe/Amsterdam:20260324T100000")
    assert len(busy(calendar(timed, after), WINDOW)) == 1


@pytest.mark.parametrize("part", ['"', '"a', '";', '"":', "a" * 499 + '"', '";"'])
def test_quotes_without_an_end_cost_no_more_than_their_length(part: str) -> None:
    lines = ["DTSTART;" + part * (40_000 // len(part)), NINE, HOUR]
    began = process_time()
    busy(calendar(*[event(*lines)] * 5), WINDOW)
    assert process_time() - began < 5  # some thousandths of a second here


def test_one_that_began_before_and_goes_on() -> None:
    assert told("DTSTART:20260301T100000", "DTEND:20260324T090000") == ["23 00:00-09:00"]
    week = told("DTSTART:20260101T000000", "DURATION:PT144H", "RRULE:FREQ=WEEKLY;INTERVAL=4")
    assert week == ["26 00:00-01:00"]  # the clock went forward


def test_folded_lines_bare_line_ends_and_null_bytes() -> None:
    content = calendar(event(NINE, HOUR)).replace(b"\r\n", b"\n")
    folded = content.replace(b"20260324T", b"202603\n 24T").replace(b"VERSION", b"X:\0\0\nVERSION")
    assert len(busy(folded, WINDOW)) == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>BEGIN", b"\0" * 5_000, b"X" * 3_000 + b"BEGIN:VCALENDAR"],
)
def test_what_is_no_calendar(content: bytes) -> None:
    with pytest.raises(UnreadableCalendar):
        busy(content, WINDOW)


def test_more_than_a_person_has() -> None:
    with pytest.raises(UnreadableCalendar):
        busy(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * (MOST_EVENTS + 1), WINDOW)
    daily = event("DTSTART:20200101T090000", HOUR, "RRULE:FREQ=DAILY")
    with pytest.raises(UnreadableCalendar):
        busy(calendar(*[daily] * (MOST_OCCURRENCES // 14 + 1)), WINDOW)
    far = Window(SINCE, SINCE + timedelta(days=365 * 80), HERE)
    with pytest.raises(UnreadableCalendar):
        busy(calendar(daily), far)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
INTERVALS = st.tuples(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=3)))


@given(st.lists(INTERVALS.map(lambda pair: Busy(pair[0], pair[0] + pair[1]))))
def test_merged_intervals_are_apart_and_cover_the_same(intervals: list[Busy]) -> None:
    whole = merge(intervals)
    assert all(a.until < b.since for a, b in pairwise(whole))
    for one in intervals:
        assert sum(big.since <= one.since and one.until <= big.until for big in whole) == 1


LINES = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", NINE, HOUR, "RRULE:FREQ=DAILY",
     "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260324T080000Z", "RDATE:20260401T080000Z", "UID:a",
     "RECURRENCE-ID:20260324T080000Z", "DTEND:99991231T235959Z", "DTSTART;VALUE=DATE:20260325"]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=30), max_size=40))
def test_any_lines_give_moments_within_the_window(lines: list[str]) -> None:
    content = "\r\n".join(["BEGIN:VCALENDAR", *lines]).encode("utf-8", "replace")
    for one in busy(content, WINDOW):
        assert SINCE <= one.since < one.until <= UNTIL
