"""Visits to pages on a real server, that means well or badly."""

import gzip
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.kit.test_http import moving, sending
from tests.kit.web_server import WebServer, web_server
from vaknet.kit.internet import is_public
from vaknet.kit.page_visits import About, Trouble, Unread, about, visit

HEAD = b"<html><head><title>Bouwen met hout</title></head><body>"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


def here(url: str, **more) -> About:
    return visit(url, **({"seconds": 2, "may_reach": lambda _address, _port: True} | more))


def trouble(url: str, **more) -> Trouble:
    with pytest.raises(Unread) as caught:
        here(url, **more)
    return caught.value.trouble


def saying(status: int):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def pouring(pause: float, poured: list[int] | None = None):
    """Two hundred megabytes, or drop by drop."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        try:
            handler.wfile.write(HEAD)
            for _turn in range(2000):
                written = handler.wfile.write(b" " * (10 if pause else 100_000))
                if poured is not None:
                    poured.append(written)
                time.sleep(pause)
        except OSError:
            return

    return answer


def test_what_a_page_says_it_is(server: WebServer) -> None:
    server.pages["/hout"] = (
        '<head><meta name="description" content="Tweede &amp; laatste">'
        '<meta property="og:title" content=" Bouwen\n met  hout "><title>Hout | Blad</title>'
        '<meta property="og:site_name" content="Het Blad">'
        '<meta property="og:image" content="https://spion.example/een.png"></head>'
    )
    found = here(f"{server.address}/hout")
    assert found == About("Bouwen met hout", "Tweede & laatste", "Het Blad")
    [(path, headers)] = server.asked
    assert path == "/hout"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


def test_two_hundred_megabytes_are_read_no_further_than_their_head(server: WebServer) -> None:
    poured: list[int] = []
    server.answers["/groot"] = pouring(0, poured)
    assert here(f"{server.address}/groot").title == "Bouwen met hout"
    assert sum(poured) < 50_000_000  # what lies in the buffers of this machine counts too


def test_what_never_ends_is_too_slow(server: WebServer) -> None:
    server.answers["/druppels"] = pouring(0.05)
    begun = time.monotonic()
    assert trouble(f"{server.address}/druppels", seconds=0.5) == Trouble.TOO_SLOW
    assert time.monotonic() - begun < 30  # it takes a hundred seconds


def test_what_is_no_page(server: WebServer) -> None:
    server.answers["/plaatje"] = sending(HEAD, kind="image/png")
    server.answers["/pdf"] = sending(HEAD, kind="application/pdf")
    server.answers["/bom"] = sending(gzip.compress(HEAD + b" " * 10_000_000), encoding="gzip")
    server.answers["/rond"] = moving("/rond")
    server.pages["/leeg"] = ""
    server.pages["/naamloos"] = "<p>Geen titel</p><svg><title>Een boom</title></svg>"
    said = {
        path: trouble(server.address + path)
        for path in ("/plaatje", "/pdf", "/bom", "/rond", "/leeg", "/naamloos", "/weg")
    }
    assert said == {
        "/plaatje": Trouble.WRONG_KIND,
        "/pdf": Trouble.WRONG_KIND,
        "/bom": Trouble.WRONG_KIND,
        "/rond": Trouble.LOST,
        "/leeg": Trouble.NO_TITLE,
        "/naamloos": Trouble.NO_TITLE,
        "/weg": Trouble.REFUSED,
    }


def test_what_may_pass_is_told_from_what_will_not(server: WebServer) -> None:
    for status, may_pass in [(503, True), (429, True), (500, True), (403, False), (410, False)]:
        server.answers["/"] = saying(status)
        with pytest.raises(Unread) as caught:
            here(f"{server.address}/")
        assert caught.value.may_pass is may_pass, status
    assert trouble("https://localhost:1/") == Trouble.UNREACHABLE
    assert trouble("geen adres") == Trouble.NO_ADDRESS


def test_our_own_machine_is_closed_also_after_a_redirect(server: WebServer) -> None:
    server.pages["/binnen"] = HEAD.decode()
    assert trouble(f"{server.address}/binnen", may_reach=is_public) == Trouble.FORBIDDEN
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]"):
        assert trouble(f"http://{address}/", may_reach=is_public) == Trouble.FORBIDDEN
    assert server.asked == []
    outside = server.address.rpartition(":")[2]
    server.answers["/door"] = moving("https://127.0.0.1/")
    only_there = {"may_reach": lambda _address, port: str(port) == outside}
    assert trouble(f"{server.address}/door", **only_there) == Trouble.FORBIDDEN


def test_where_it_must_not_go_it_does_not_go(server: WebServer) -> None:
    server.answers["/door"] = moving("/geheim")
    server.pages["/geheim"] = HEAD.decode()
    found = trouble(f"{server.address}/door", may_ask=lambda url: not url.endswith("/geheim"))
    assert found == Trouble.FORBIDDEN
    assert [path for path, _headers in server.asked] == ["/door"]


def test_charsets(server: WebServer) -> None:
    title = "<title>Ingeënt</title>"
    server.answers["/oud"] = sending(title.encode("latin-1"), kind="text/html; charset=latin-1")
    declared = b'<meta charset="windows-1252">' + title.encode("cp1252")
    server.answers["/zelf"] = sending(declared)
    server.answers["/fout"] = sending(title.encode("latin-1"), kind="text/html; charset=utf-8")
    server.answers["/vreemd"] = sending(title.encode(), kind="text/html; charset=undefined")
    titles = [here(server.address + path).title for path in ("/oud", "/zelf", "/fout", "/vreemd")]
    assert titles == ["Ingeënt", "Ingeënt", "Inge\ufffdnt", "Ingeënt"]


def test_words_are_plain_and_short() -> None:
    said = '<meta property="og:title" content="a\u202eb\u2066c\u200b\x07d  e"><title>x</title>'
    assert about(said).title == "abcd e"
    long = about(f"<title>{'woord ' * 100}</title>").title
    assert len(long) <= 140
    assert long.endswith("…")
    assert about("<title>&lt;script>alert(1)&lt;/script></title>").title == (
        "<script>alert(1)</script>"
    )
    assert about('<meta name="description"><title>T</title>') == About("T")
    twice = '<meta name="description" content="een"><meta name="description" content="twee">'
    assert about(f"<title>T</title>{twice}").text == "een"


def test_strange_pages_are_pages() -> None:
    assert about("") == about("<" * 200_000) == About("")
    assert about("<div>" * 50_000 + "<title>diep</title>").title == ""
    assert about("\ud800<title>half</title>").title == "half"
    assert (
        about('<?xml version="1.0" encoding="utf-16"?><html><title>x</title></html>').title == "x"
    )
