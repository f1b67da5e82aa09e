"""Sending to somebody else's server, and asking it with words for each address on the way."""

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.kit.test_http import moving, sending
from tests.kit.web_server import WebServer, web_server
from vaknet.kit.http import Trouble, Unfetchable, ask, fetch, send
from vaknet.kit.internet import public_or_here

KIND = "application/activity+json"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


def port(server: WebServer) -> int:
    return int(server.address.rpartition(":")[2])


def saying(status: int, **headers: str):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def test_what_is_sent_comes_in_once_with_its_own_headers(server: WebServer) -> None:
    server.answers["/inbox?a=b"] = saying(202)
    signed = {"Host": server.address.removeprefix("https://"), "Signature": "x", "Date": "y"}
    answer = send(
        f"{server.address}/inbox?a=b", b"{}", signed, may_reach=public_or_here([port(server)])
    )
    assert (answer.status, answer.content) == (202, b"")
    [(path, headers)] = server.asked
    assert path == "/inbox?a=b"
    assert headers == signed | {"Content-Length": "2"}
    assert server.posted == [b"{}"]


def test_it_is_told_when_to_come_back(server: WebServer) -> None:
    server.answers["/inbox"] = saying(429, Retry_After="60")
    answer = send(f"{server.address}/inbox", b"", {}, may_reach=public_or_here([port(server)]))
    assert (answer.status, answer.headers["retry-after"]) == (429, "60")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_what_is_sent_does_not_go_where_it_leads(server: WebServer, status: int) -> None:
    server.answers["/inbox"] = saying(status, Location=f"{server.address}/elders")
    answer = send(f"{server.address}/inbox", b"x", {}, may_reach=public_or_here([port(server)]))
    assert answer.status == status
    assert [path for path, _headers in server.asked] == ["/inbox"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0", "localhost", "[::1]",
     "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fec0::1]", "169.254.169.254"],
)  # fmt: skip
def test_no_disguise_leads_into_our_own_network(host: str) -> None:
    """Refused for its address; some names are none here, and are not reached either."""
    for deed in (fetch, lambda url: send(url, b"", {})):
        with pytest.raises(Unfetchable) as caught:
            deed(f"https://{host}/")
        assert caught.value.trouble in {Trouble.FORBIDDEN, Trouble.UNREACHABLE}


def test_a_name_that_changes_its_address_in_between(server: WebServer, monkeypatch) -> None:
    """Looked up once: the connection goes to the address that was checked."""
    answers = iter(["127.0.0.1", "127.0.0.9"])
    asked = []
    really = socket.getaddrinfo

    def look_up(host: str, port: int, *args: object, **more: object):
        if host[0].isdigit():
            return really(host, port, *args, **more)
        asked.append(host)
        return [(2, 1, 6, "", (next(answers), port))]

    server.pages["/"] = "hier"
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert fetch(f"{server.address}/", may_reach=public_or_here([port(server)])).text == "hier"
    assert asked == ["localhost"]


def test_one_bad_address_among_good_ones_is_enough(monkeypatch) -> None:
    found = [(2, 1, 6, "", (address, 443)) for address in ("9.9.9.9", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    with pytest.raises(Unfetchable) as caught:
        fetch("https://waterveen.example/")
    assert caught.value.trouble is Trouble.FORBIDDEN


def test_a_name_and_password_in_the_address() -> None:
    with pytest.raises(Unfetchable) as caught:
        send("https://noor:geheim@waterveen.example/inbox", b"", {})
    assert caught.value.trouble is Trouble.NO_ADDRESS


def test_each_address_on_the_way_is_asked_with_its_own_words(server: WebServer) -> None:
    server.answers["/oud"] = moving("/nieuw")
    server.answers["/nieuw"] = sending(b"{}", kind=KIND)
    answer = ask(
        f"{server.address}/oud",
        kinds=[KIND],
        headers=lambda url: {"Signature": f"of {url}", "accept": "bijzonder"},
        may_reach=public_or_here([port(server)]),
    )
    assert answer.content == b"{}"
    assert [headers["Signature"] for _path, headers in server.asked] == [
        f"of {server.address}/oud",
        f"of {server.address}/nieuw",
    ]
    assert {headers["accept"] for _path, headers in server.asked} == {"bijzonder"}
    assert not any("Accept" in headers for _path, headers in server.asked)


def test_three_redirects_and_no_more(server: WebServer) -> None:
    for number in range(4):
        server.answers[f"/{number}"] = moving(f"/{number + 1}")
    server.answers["/4"] = sending(b"{}", kind=KIND)
    reach = public_or_here([port(server)])
    assert ask(f"{server.address}/1", kinds=[KIND], may_reach=reach).content == b"{}"
    with pytest.raises(Unfetchable) as caught:
        ask(f"{server.address}/0", kinds=[KIND], may_reach=reach)
    assert caught.value.trouble is Trouble.LOST


def test_a_page_is_not_taken_for_an_actor(server: WebServer) -> None:
    server.pages["/ada"] = '{"type": "Person"}'
    with pytest.raises(Unfetchable) as caught:
        ask(f"{server.address}/ada", kinds=[KIND], may_reach=public_or_here([port(server)]))
    assert caught.value.trouble is Trouble.NO_PAGE


def test_a_receiver_that_answers_drop_by_drop(server: WebServer) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        for letter in "HTTP/1.1 202 Accepted\r\nX: " + "x" * 600:
            handler.wfile.write(letter.encode())
            handler.wfile.flush()
            time.sleep(0.1)

    server.answers["/inbox"] = answer
    began = time.monotonic()
    with pytest.raises(Unfetchable) as caught:
        send(
            f"{server.address}/inbox", b"", {}, seconds=1, may_reach=public_or_here([port(server)])
        )
    assert caught.value.trouble is Trouble.TOO_SLOW
    assert time.monotonic() - began < 30  # it takes a minute


def posted_to(server: WebServer, path: str, **more):
    reach = public_or_here([port(server)])
    return send(
        f"{server.address}{path}", b"{}", {}, kinds=["application/json"], may_reach=reach, **more
    )


def test_an_answer_of_the_kind_that_was_asked_for_is_read(server: WebServer) -> None:
    server.answers["/vraag"] = sending(b'{"a": 1}', kind="application/json; charset=utf-8")
    answer = posted_to(server, "/vraag")
    assert (answer.status, answer.content) == (200, b'{"a": 1}')
    [(_path, headers)] = server.asked
    assert (headers["Accept"], headers["Accept-Encoding"]) == ("application/json", "identity")
    server.answers["/nee"] = saying(404)
    assert posted_to(server, "/nee").content == b""


def test_an_answer_of_another_kind_or_without_end_is_not_read(server: WebServer) -> None:
    server.answers["/pagina"] = sending(b"<p>")
    server.answers["/veel"] = sending(b"0" * 50_000, kind="application/json")
    server.answers["/traag"] = sending(b"0" * 50_000, kind="application/json", pause=0.1)
    server.answers["/bom"] = sending(b"x", kind="application/json", encoding="gzip")
    found = []
    for path, more in (("/pagina", {}), ("/veel", {"largest": 9_000}), ("/bom", {})):
        with pytest.raises(Unfetchable) as caught:
            posted_to(server, path, **more)
        found.append(caught.value.trouble)
    assert found == [Trouble.NO_PAGE, Trouble.TOO_LARGE, Trouble.NO_PAGE]
    with pytest.raises(Unfetchable) as caught:
        posted_to(server, "/traag", seconds=1)
    assert caught.value.trouble is Trouble.TOO_SLOW
