"""Names of others' servers are looked up within the time of the whole, whoever is silent."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.kit.web_server import web_server
from vaknet.kit.http import Trouble, Unfetchable, fetch, send
from vaknet.kit.look_ups import LookUps, of_machine

A_WHILE = 20.0  # so long a silent name server is waited for by the machine, or longer


class NameServers:
    """Of those under `silent.example` nobody answers, until `end`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.end = Event()

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host.endswith("silent.example"):
            self.end.wait(A_WHILE)
        if host == "nowhere.example":
            raise socket.gaierror("no such name")
        return ["192.0.2.1", "192.0.2.2"]


@pytest.fixture
def servers() -> Iterator[NameServers]:
    servers = NameServers()
    yield servers
    servers.end.set()


def test_what_is_told_comes_as_it_was_told(servers: NameServers) -> None:
    names = LookUps(servers)
    assert names.addresses("here.example", 443, seconds=A_WHILE) == ["192.0.2.1", "192.0.2.2"]
    with pytest.raises(socket.gaierror, match="no such name"):
        names.addresses("nowhere.example", 443, seconds=A_WHILE)


def test_who_is_silent_is_left_alone_in_time(servers: NameServers) -> None:
    with pytest.raises(TimeoutError):
        LookUps(servers).addresses("a.silent.example", 443, seconds=0.2)
    assert not servers.end.is_set()


def test_so_many_silent_names_are_waited_for_and_no_more(servers: NameServers) -> None:
    """Then nobody is asked, until one of them is answered."""
    names = LookUps(servers, at_once=2)
    for host in ("a.silent.example", "b.silent.example", "c.silent.example", "here.example"):
        with pytest.raises(TimeoutError):
            names.addresses(host, 443, seconds=0.2)
    assert servers.asked == ["a.silent.example", "b.silent.example"]
    servers.end.set()
    for _time in range(3):
        assert names.addresses("here.example", 443, seconds=A_WHILE)


def test_what_the_machine_knows_by_itself_counts() -> None:
    """As /etc/hosts, and an address that is typed as a name."""
    assert "127.0.0.1" in of_machine("localhost", 443)
    assert of_machine("127.1", 443) == ["127.0.0.1"]
    with pytest.raises(UnicodeError):
        of_machine(f"{'a' * 64}.example", 443)


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The resolver of the machine, as when no name server answers. What it was asked."""
    asked: list[str] = []
    end = Event()

    def ask(host: str, _port: int, **_more: object) -> list[object]:
        asked.append(host)
        end.wait(A_WHILE)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    yield asked
    end.set()


def test_a_silent_resolver_holds_nobody_up(silent: list[str]) -> None:
    for deed in (
        lambda: fetch("https://silent.example/", seconds=0.2),
        lambda: send("https://silent.example/inbox", b"", {}, seconds=0.2),
    ):
        with pytest.raises(Unfetchable) as caught:
            deed()
        assert caught.value.trouble is Trouble.TOO_SLOW
    assert silent == ["silent.example"] * 2


def test_where_it_leads_is_looked_up_within_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, end = socket.getaddrinfo, Event()

    def ask(host: str, *args: object, **more: object):
        if host == "silent.example":
            end.wait(A_WHILE)
        return really(host, *args, **more)

    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        monkeypatch.setattr(socket, "getaddrinfo", ask)
        server.answers["/"] = _leads_to("https://silent.example/")
        with pytest.raises(Unfetchable) as caught:
            fetch(f"{server.address}/", seconds=2, may_reach=lambda _address, _port: True)
        end.set()
    assert caught.value.trouble is Trouble.TOO_SLOW


def _leads_to(address: str):
    def answer(handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", address)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer
