"""Pages of somebody else, from a real server that means well or badly."""

import gzip
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.kit.web_server import WebServer, web_server
from vaknet.kit.http import Page, Trouble, Unfetchable, fetch
from vaknet.kit.internet import is_public


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


def here(url: str, *, seconds: float = 30, **more) -> Page:
    return fetch(url, may_reach=lambda _address, _port: True, seconds=seconds, **more)


def trouble(url: str, **more) -> Trouble:
    with pytest.raises(Unfetchable) as caught:
        here(url, **more)
    return caught.value.trouble


def test_a_page(server: WebServer) -> None:
    server.pages["/ik?a=b"] = "<p>Één</p>"
    assert here(f"{server.address}/ik?a=b") == Page(f"{server.address}/ik?a=b", "<p>Één</p>")
    [(_path, headers)] = server.asked
    assert headers["User-Agent"] == "Mozilla/5.0 (compatible; Vaknet)"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert headers["Host"] == server.address.removeprefix("https://")


def moving(*locations: str):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        for location in locations:
            handler.send_header("Location", location)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def sending(content: bytes, *, kind: str = "text/html", encoding: str = "", pause: float = 0.0):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        if encoding:
            handler.send_header("Content-Encoding", encoding)
        handler.end_headers()
        for start in range(0, len(content), 1000):
            handler.wfile.write(content[start : start + 1000])
            handler.wfile.flush()
            time.sleep(pause)

    return answer


def test_where_it_leads(server: WebServer) -> None:
    server.answers["/oud"] = moving("/nieuw")
    server.pages["/nieuw"] = "hier"
    assert here(f"{server.address}/oud") == Page(f"{server.address}/nieuw", "hier")


def test_where_it_does_not_lead(server: WebServer) -> None:
    server.answers["/rond"] = moving("/rond")
    server.answers["/open"] = moving("http://localhost/")
    server.answers["/nergens"] = moving()
    server.answers["/kapot"] = moving("https://[::1")
    server.answers["/bestand"] = moving("file:///etc/passwd")
    assert trouble(f"{server.address}/rond") is Trouble.LOST
    for path in ("open", "nergens", "kapot", "bestand"):
        assert trouble(f"{server.address}/{path}") is Trouble.NO_PAGE
    assert len(server.asked) == 4 + 4


def test_a_redirect_into_our_own_network_is_checked_too(server: WebServer) -> None:
    server.answers["/binnen"] = moving("https://127.0.0.2/")

    def not_that_one(address, _port) -> bool:
        return str(address) != "127.0.0.2"

    with pytest.raises(Unfetchable) as caught:
        fetch(f"{server.address}/binnen", may_reach=not_that_one)
    assert caught.value.trouble is Trouble.FORBIDDEN


def test_what_is_no_page(server: WebServer) -> None:
    server.answers["/plaatje"] = sending(b"x", kind="image/png")
    server.answers["/bom"] = sending(gzip.compress(b"0" * 10_000_000), encoding="gzip")
    server.answers["/stil"] = sending(b"x", kind="")
    for path in ("plaatje", "bom", "stil", "is-er-niet"):
        assert trouble(f"{server.address}/{path}") is Trouble.NO_PAGE


def test_too_much(server: WebServer) -> None:
    server.answers["/veel"] = sending(b"0" * 50_000)
    assert trouble(f"{server.address}/veel", largest=20_000) is Trouble.TOO_LARGE


def test_drop_by_drop(server: WebServer) -> None:
    """Each drop comes in time; all of it does not."""
    server.answers["/druppel"] = sending(b"0" * 600_000, pause=0.1)
    began = time.monotonic()
    assert trouble(f"{server.address}/druppel", seconds=2) is Trouble.TOO_SLOW
    assert time.monotonic() - began < 30  # it takes a minute


def test_headers_drop_by_drop(server: WebServer) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        for letter in "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: " + "x" * 600:
            handler.wfile.write(letter.encode())
            handler.wfile.flush()
            time.sleep(0.1)

    server.answers["/druppelkop"] = answer
    began = time.monotonic()
    assert trouble(f"{server.address}/druppelkop", seconds=2) is Trouble.TOO_SLOW
    assert time.monotonic() - began < 30  # it takes a minute


def test_the_next_address_when_the_first_is_not_there(server: WebServer, monkeypatch) -> None:
    """As where a name has an address of IPv6, and this machine has none."""
    server.pages["/ik"] = "hier"
    port = int(server.address.rpartition(":")[2])
    found = [(2, 1, 6, "", (address, port)) for address in ("127.0.0.3", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    assert here(f"{server.address}/ik").text == "hier"


def test_the_next_address_when_the_first_leads_nowhere(server: WebServer, monkeypatch) -> None:
    """As where IPv6 is in the name and ends halfway: nobody says no."""
    server.pages["/ik"] = "hier"
    port = int(server.address.rpartition(":")[2])
    found = [(2, 1, 6, "", (address, port)) for address in ("127.0.0.3", "127.0.0.1")]
    with ExitStack() as sockets:
        sockets.enter_context(socket.create_server(("127.0.0.3", port), backlog=0))
        for _ in range(8):  # what comes after these is not heard of
            full = sockets.enter_context(socket.socket())
            full.setblocking(False)
            full.connect_ex(("127.0.0.3", port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
        began = time.monotonic()
        assert here(f"{server.address}/ik").text == "hier"
        assert time.monotonic() - began < 15  # it has thirty seconds, and one address two of them
        found.pop()
        assert trouble(f"{server.address}/ik", seconds=2) is Trouble.TOO_SLOW


def test_silence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        assert trouble(f"http://127.0.0.1:{port}/", seconds=2) is Trouble.TOO_SLOW
    assert trouble(f"http://127.0.0.1:{port}/") is Trouble.UNREACHABLE


def test_a_certificate_of_somebody_else(server: WebServer, monkeypatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert trouble(f"{server.address}/") is Trouble.UNREACHABLE


def test_letters_of_another_alphabet(server: WebServer) -> None:
    server.answers["/latin"] = sending("één".encode("latin-1"), kind="text/html; charset=latin-1")
    server.answers["/vreemd"] = sending(b"een", kind="text/html; charset=marsiaans")
    assert here(f"{server.address}/latin").text == "één"
    assert here(f"{server.address}/vreemd").text == "een"


@pytest.mark.parametrize(
    "url",
    ["", "waterveen.nl", "ftp://waterveen.nl/", "https://", "https://[::1", "file:///etc/passwd",
     "https://samira:geheim@waterveen.nl/", "https://waterveen.nl:poort/", "https://ik.nl/\n",
     "https://ik.nl/é"],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    assert trouble(url) is Trouble.NO_ADDRESS


@pytest.mark.parametrize("url", ["https://localhost/", "http://127.0.0.1/", "http://[::1]/"])
def test_our_own_machine_is_not_for_others(url: str) -> None:
    with pytest.raises(Unfetchable) as caught:
        fetch(url)
    assert caught.value.trouble is Trouble.FORBIDDEN


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
     "0.1.2.3", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "2002:7f00:1::", "::ffff:169.254.169.254", "64:ff9b::7f00:1"],
)  # fmt: skip
def test_addresses_that_are_not_for_everybody(address: str) -> None:
    assert not is_public(ip_address(address), 443)


def test_addresses_that_are() -> None:
    for address in ("9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9"):
        assert is_public(ip_address(address), 443)
        assert is_public(ip_address(address), 80)
        assert not is_public(ip_address(address), 22)
