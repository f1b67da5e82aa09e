"""Visits to feeds on a real server, that means well or badly."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.kit.test_feed_reading import rss_of
from tests.kit.web_server import WebServer, web_server
from vaknet.kit.feed_visits import Known, Trouble, Unread, find, visit

CONTENT = rss_of("<item><link>/a</link><title>Een</title></item>")
PAGE = '<link rel="alternate" type="application/rss+xml" href="/rss">'


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


def anywhere(_address, _port) -> bool:
    return True


def answering(
    content: bytes = CONTENT, *, status: int = 200, kind: str = "application/rss+xml", **more: str
):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in more.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def pouring(pause: float):
    """Without end, and without a length."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/xml")
        handler.end_headers()
        handler.wfile.write(CONTENT[:-20])
        try:
            for _turn in range(2000):
                handler.wfile.write(b" " * 50_000)
                time.sleep(pause)
        except OSError:
            return

    return answer


def trouble(url: str, known: Known | None = None, *, seconds: float = 30) -> Unread:
    with pytest.raises(Unread) as caught:
        visit(url, known, seconds=seconds, may_reach=anywhere)
    return caught.value


def test_a_feed_and_what_to_say_next_time(server: WebServer) -> None:
    modified = "Thu, 26 Nov 2026 08:30:15 GMT"
    server.answers["/rss"] = answering(ETag='"47"', Last_Modified=modified)
    found = visit(f"{server.address}/rss", may_reach=anywhere)
    assert found.feed is not None
    assert [item.title for item in found.feed.items] == ["Een"]
    assert found.known == Known('"47"', modified)
    server.answers["/rss"] = answering(b"", status=304)
    again = visit(f"{server.address}/rss", found.known, may_reach=anywhere)
    assert (again.feed, again.known) == (None, found.known)
    asked = [
        (headers.get("If-None-Match"), headers.get("If-Modified-Since"))
        for _, headers in server.asked
    ]
    assert asked == [(None, None), ('"47"', modified)]


def test_a_page_names_its_feed(server: WebServer) -> None:
    server.answers["/rss"] = answering()
    server.pages["/"] = PAGE
    found = find(f"{server.address}/", may_reach=anywhere)
    assert found.address == f"{server.address}/rss"
    assert [path for path, _headers in server.asked] == ["/", "/rss"]


def test_the_address_of_a_feed_itself_will_do(server: WebServer) -> None:
    server.answers["/rss"] = answering()
    assert find(f"{server.address}/rss", may_reach=anywhere).address == f"{server.address}/rss"


def test_a_page_without_a_feed(server: WebServer) -> None:
    server.pages["/"] = "<p>Alleen tekst</p>"
    with pytest.raises(Unread) as caught:
        find(f"{server.address}/", may_reach=anywhere)
    assert caught.value.trouble == Trouble.NO_FEED


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, Trouble.NOT_FOUND),
        (410, Trouble.GONE),
        (429, Trouble.BUSY),
        (503, Trouble.BUSY),
        (403, Trouble.REFUSED),
        (500, Trouble.REFUSED),
        (304, Trouble.REFUSED),  # nobody asked whether it changed
    ],
)
def test_no_in_many_ways(server: WebServer, status: int, expected: Trouble) -> None:
    server.answers["/rss"] = answering(b"", status=status)
    told = trouble(f"{server.address}/rss")
    assert (told.trouble, told.wait) == (expected, None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("120", timedelta(minutes=2)),
        ("999999999999", timedelta(days=1)),
        ("Thu, 26 Nov 2020 08:30:15 GMT", timedelta(0)),
        (format_datetime(datetime.now(UTC) + timedelta(days=9), usegmt=True), timedelta(days=1)),
        ("straks", None),
        ("26 Nov 2026", None),
    ],
    ids=["two minutes", "for ever", "long ago", "nine days", "a word", "no moment"],
)
def test_how_long_they_ask_us_to_stay_away(
    server: WebServer, said: str, expected: timedelta | None
) -> None:
    server.answers["/rss"] = answering(b"", status=503, Retry_After=said)
    assert trouble(f"{server.address}/rss").wait == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (answering(kind="image/png"), Trouble.WRONG_KIND),
        (answering(Content_Encoding="gzip"), Trouble.WRONG_KIND),
        (answering(b"geen feed", kind="text/plain"), Trouble.NO_FEED),
        (answering(b"x" * 100_000_000, kind="text/xml"), Trouble.TOO_LARGE),
        (pouring(0), Trouble.TOO_LARGE),
        (pouring(0.5), Trouble.TOO_SLOW),
        (answering(b"", status=302, Location="/rss"), Trouble.LOST),
        (answering(b"", status=302, Location="ftp://x.example/"), Trouble.WRONG_KIND),
    ],
    ids=["picture", "zipped", "text", "100-mb", "endless", "slow", "in-circles", "elsewhere"],
)
def test_who_means_badly(server: WebServer, answer, expected: Trouble) -> None:
    server.answers["/rss"] = answer
    seconds = 2 if expected is Trouble.TOO_SLOW else 30
    started = time.monotonic()
    assert trouble(f"{server.address}/rss", seconds=seconds).trouble == expected
    assert time.monotonic() - started < 60  # none of them comes to an end by itself


def test_a_redirect_into_our_own_network_is_refused(server: WebServer) -> None:
    """The first address may be reached, and the one that it leads to may not."""
    server.answers["/rss"] = answering(b"", status=302, Location="https://127.0.0.2:8443/secret")

    def first_only(address, _port) -> bool:
        return str(address) in {"127.0.0.1", "::1"}

    with pytest.raises(Unread) as caught:
        visit(f"{server.address}/rss", may_reach=first_only)
    assert caught.value.trouble == Trouble.FORBIDDEN


def test_this_machine_is_not_visited(server: WebServer) -> None:
    server.answers["/rss"] = answering()
    for function in (visit, find):
        with pytest.raises(Unread) as caught:
            function(f"{server.address}/rss")
        assert caught.value.trouble == Trouble.FORBIDDEN
    assert server.asked == []


def test_an_etag_that_cannot_be_sent_back_is_forgotten(server: WebServer) -> None:
    server.answers["/rss"] = answering(ETag='"één"')
    assert visit(f"{server.address}/rss", may_reach=anywhere).known == Known()


@pytest.mark.parametrize(
    "url", ["", "blad.example", "ftp://blad.example/", "https://a:b@blad.example/"]
)
def test_no_address(url: str) -> None:
    assert trouble(url).trouble == Trouble.NO_ADDRESS
