"""Calendars on a real server, that mean well or badly; worked out in a process of their own."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from threading import Event
from zoneinfo import ZoneInfo

import pytest

from tests.kit.test_busy import HOUR, NINE, WINDOW, calendar, event
from tests.kit.web_server import WebServer, web_server
from vaknet.kit import busy_process, busy_visits
from vaknet.kit.busy import UnreadableCalendar, busy
from vaknet.kit.busy_visits import LARGEST, busy_at, secure


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


@pytest.fixture(autouse=True)
def enough(monkeypatch: pytest.MonkeyPatch) -> int:
    """However busy this machine is. Gives how many seconds of the processor there are."""
    given = busy_visits.THINKING
    monkeypatch.setattr(busy_visits, "THINKING", 60)
    return given


def anywhere(_address, _port) -> bool:
    return True


def serve(server: WebServer, content: bytes, *, status: int = 200, kind: str = "text/calendar"):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    server.answers["/agenda.ics"] = answer


def read(server: WebServer, *, seconds: float = 60):
    return busy_at(f"{server.address}/agenda.ics", WINDOW, may_reach=anywhere, seconds=seconds)


def worked() -> float:
    """Seconds of the processor, in the processes that we began."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_calendar_is_read_and_says_nothing_of_who_asks(server: WebServer) -> None:
    content = calendar(event(NINE, HOUR, "SUMMARY:Tandarts"))
    serve(server, content)
    assert read(server) == busy(content, WINDOW)
    [(path, headers)] = server.asked
    assert path == "/agenda.ics"
    assert not {"Cookie", "Referer", "Authorization"} & headers.keys()


@pytest.mark.parametrize("status", [404, 401, 500, 304])
def test_one_that_is_not_there(server: WebServer, status: int) -> None:
    serve(server, b"", status=status)
    with pytest.raises(UnreadableCalendar):
        read(server)


def test_what_is_no_calendar_too_large_or_inside(server: WebServer) -> None:
    for content, kind in ((b"<html>", "text/calendar"), (calendar(), "text/html")):
        serve(server, content, kind=kind)
        with pytest.raises(UnreadableCalendar):
            read(server)
    serve(server, b"BEGIN:VCALENDAR\n" + b"X" * LARGEST)
    with pytest.raises(UnreadableCalendar):
        read(server)
    with pytest.raises(UnreadableCalendar):
        busy_at(f"{server.address}/agenda.ics", WINDOW)  # this very machine


def test_a_slow_one_is_not_waited_for(server: WebServer) -> None:
    over = Event()
    server.answers["/agenda.ics"] = lambda _handler: over.wait(60)
    began = time.monotonic()
    with pytest.raises(UnreadableCalendar):
        read(server, seconds=0.5)
    assert time.monotonic() - began < 30
    over.set()


def test_one_at_a_time(server: WebServer) -> None:
    serve(server, calendar(event(NINE, HOUR)))
    with busy_visits._PLACE, pytest.raises(UnreadableCalendar):
        read(server)
    assert len(read(server)) == 1


def test_a_calendar_of_ten_years_is_done_in_time(server: WebServer, enough: int) -> None:
    """Fifty thousand events, five hundred of which repeat for ever."""
    begin = datetime(2016, 1, 1, tzinfo=ZoneInfo("UTC"))
    rows = [
        event(
            f"DTSTART:{begin + timedelta(hours=2 * number):%Y%m%dT%H%M%SZ}",
            f"DTEND:{begin + timedelta(hours=2 * number, minutes=30):%Y%m%dT%H%M%SZ}",
            *(["RRULE:FREQ=WEEKLY"] if number % 100 == 0 else []),
        )
        for number in range(50_000)
    ]
    serve(server, calendar(*rows))
    before = worked()
    found = read(server)
    assert len(found) > 100
    assert worked() - before < enough  # a third of a second here


def test_a_rule_that_never_comes_true_ends_with_the_process(
    server: WebServer, enough: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(busy_visits, "THINKING", enough)
    never = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    serve(server, calendar(*[event("DTSTART:20200101T090000", HOUR, never)] * 5))
    before = worked()
    with pytest.raises(UnreadableCalendar):
        read(server)
    assert worked() - before < enough + 1


@pytest.mark.parametrize("said", [b"", b"[[1]]", b"[[1, 2, 3]]", b'["ab"]', b"[[1e99, 2]]", b"7"])
def test_the_other_process_is_not_trusted(said: bytes) -> None:
    with pytest.raises(UnreadableCalendar):
        busy_visits._told(said, WINDOW)
    assert busy_visits._told(b"[[1, 2]]", WINDOW) == []  # outside the window


def test_what_the_process_says(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.setattr(busy_process.resource, "setrlimit", lambda *_limits: None)
    told = [int(moment.timestamp()) for moment in (WINDOW.since, WINDOW.until)]
    for content, code in ((calendar(event(NINE, HOUR)), 0), (b"niets", 1)):
        file = tmp_path / "calendar"
        file.write_bytes(content)
        with file.open() as given:
            monkeypatch.setattr(busy_process.sys, "stdin", given)
            assert busy_process.main(*told, WINDOW.zone.key, 1, 1) == code
    assert capsys.readouterr().out == "[[1774339200, 1774342800]]"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://agenda.example/a.ics?x=1", "https://agenda.example/a.ics?x=1"),
        (" WEBCAL://agenda.example/a.ics\n", "https://agenda.example/a.ics"),
        ("https://agenda.example:443/a", "https://agenda.example:443/a"),
        ("http://agenda.example/a.ics", ""),
        ("https://agenda.example:8443/a.ics", ""),
        ("https://user:word@agenda.example/a.ics", ""),
        ("https://localhost/a.ics", ""),
        ("https://agenda.example/" + "a" * 1_000, ""),
        ("https://agenda.example/a b", ""),
        ("https://agenda.example/é", ""),
        ("https://[/a", ""),
        ("https:agenda.example/a.ics", ""),
        ("https:///a.ics", ""),
        ("https://:443/a.ics", ""),
        ("https://" + "a." * 123 + "example/a", "https://" + "a." * 123 + "example/a"),
        ("https://" + "a." * 124 + "example/a", ""),
        ("ftp://agenda.example/a.ics", ""),
        ("", ""),
    ],
)
def test_which_addresses_are_kept(given: str, kept: str) -> None:
    assert secure(given) == kept
