"""Mail that comes in, as the operator sets it: served, looked at by the doctor, told when wrong."""

import smtplib
import socket
import threading
from pathlib import Path

import pytest

from tests.house.conftest import PATIENCE, House, eventually
from tests.mail.answering import door
from tests.mail.test_ways_in import Mailbox, mailbox
from tests.ports import free_port
from vaknet.configuration import read
from vaknet.interfaces.commands._checks_mail_in import mail_in
from vaknet.kit.environment import BadSettings

DOMAIN = "post.vaknet.example"
STRANGER = f"antwoord+aaaa@{DOMAIN}"


def _code_for(port: int, address: str) -> int:
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.ehlo_or_helo_if_needed()
        server.mail("a@b.example")
        return server.rcpt(address)[0]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_serve_takes_mail_in_where_it_is_told_to(house: House) -> None:
    port = free_port()
    told = {"VAKNET_MAIL_IN_DOMAIN": DOMAIN, "VAKNET_MAIL_IN": f"lmtp://127.0.0.1:{port}"}
    house.serve(**told)
    eventually(lambda: _listens(port))

    assert _code_for(port, STRANGER) == 550
    said = house.run("doctor", **told).stdout
    assert f"Mail in: lmtp://127.0.0.1:{port} takes in answers to {DOMAIN}." in said
    second = house.run("inbox", **told)
    assert second.returncode == 1
    assert second.stderr.startswith(f"Error: Vaknet cannot listen on lmtp://127.0.0.1:{port}")


def test_the_command_asks_where_to_listen_and_stops_when_told(house: House) -> None:
    assert house.run("inbox").stderr == "Error: Say where to listen: set VAKNET_MAIL_IN.\n"
    port = free_port()
    told = {"VAKNET_MAIL_IN_DOMAIN": DOMAIN, "VAKNET_MAIL_IN": f"smtp://localhost:{port}"}
    inbox = house.begin("inbox", **told)
    eventually(lambda: _listens(port))
    inbox.terminate()
    assert inbox.wait(PATIENCE) == 0


def _found(tmp_path: Path, **settings: str) -> list[tuple[bool, str]]:
    c = read({"VAKNET_DATA": str(tmp_path)} | settings)
    return [(found.well, found.sentence) for found in mail_in(c, seconds=60)]


def test_without_settings_nothing_is_wrong(tmp_path: Path) -> None:
    assert _found(tmp_path) == [(True, "not set up; members answer letters on the site.")]


def test_a_domain_without_a_way_in_is_wrong(tmp_path: Path) -> None:
    [(well, said)] = _found(tmp_path, VAKNET_MAIL_IN_DOMAIN=DOMAIN)
    assert (well, said.partition(",")[0]) == (False, f"letters ask for answers to {DOMAIN}")


def test_a_listener_that_is_away_or_another_program(tmp_path: Path, settings) -> None:
    settings.MAIL_IN_DOMAIN = ""  # of the thread; it knows no address at all
    away = f"lmtp://127.0.0.1:{free_port()}"
    [(well, said)] = _found(tmp_path, VAKNET_MAIL_IN_DOMAIN=DOMAIN, VAKNET_MAIL_IN=away)
    assert (well, said) == (
        False,
        f"nobody takes mail in at {away} (Connection refused). Does `vaknet serve` run?",
    )
    with door("smtp") as port:
        ours = f"smtp://127.0.0.1:{port}"
        [(well, _said)] = _found(tmp_path, VAKNET_MAIL_IN_DOMAIN=DOMAIN, VAKNET_MAIL_IN=ours)
        assert well


def test_a_server_that_takes_everything_is_not_ours(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        threading.Thread(target=_agree_to_all, args=[listener]).start()
        other = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        [(well, said)] = _found(tmp_path, VAKNET_MAIL_IN_DOMAIN=DOMAIN, VAKNET_MAIL_IN=other)
    assert (well, said) == (False, f"another program answers at {other}. Choose another port.")


def _agree_to_all(listener: socket.socket) -> None:
    connection, _address = listener.accept()
    with connection, connection.makefile("rwb") as wire:
        wire.write(b"220 hello\r\n")
        wire.flush()
        for line in wire:
            wire.write(b"221 bye\r\n" if line.startswith(b"QUIT") else b"250 OK\r\n")
            wire.flush()


@pytest.mark.parametrize(
    ("user", "well", "said"),
    [
        ("vaknet:password", True, "the mailbox at 127.0.0.1 opens."),
        ("vaknet:wrong", False, "the mailbox at 127.0.0.1 refuses our user name, password or"),
    ],
)
def test_a_mailbox_opens_or_not(tmp_path: Path, user: str, well: bool, said: str) -> None:
    with mailbox(Mailbox([])) as port:
        box = f"imap://{user}@127.0.0.1:{port}"
        [found] = _found(tmp_path, VAKNET_MAIL_IN_DOMAIN=DOMAIN, VAKNET_MAIL_IN_BOX=box)
    assert (found[0], found[1][: len(said)]) == (well, said)


def test_a_mailbox_that_is_away(tmp_path: Path) -> None:
    box = f"imaps://a:b@127.0.0.1:{free_port()}"
    [(well, said)] = _found(tmp_path, VAKNET_MAIL_IN_DOMAIN=DOMAIN, VAKNET_MAIL_IN_BOX=box)
    assert (well, "cannot be reached (Connection refused)" in said) == (False, True)


def test_a_mail_service_is_named(tmp_path: Path) -> None:
    [(well, said)] = _found(tmp_path, VAKNET_MAIL_IN_DOMAIN=DOMAIN, VAKNET_MAIL_IN_SECRET="s" * 32)
    assert (well, said.endswith("/post-in/.")) == (True, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"VAKNET_MAIL_IN": "lmtp://127.0.0.1:8024"},
        {"VAKNET_MAIL_IN_DOMAIN": DOMAIN, "VAKNET_MAIL_IN": "lmtp://192.0.2.1:24"},
        {"VAKNET_MAIL_IN_DOMAIN": DOMAIN, "VAKNET_MAIL_IN_SECRET": "short"},
        {"VAKNET_MAIL_IN_DOMAIN": DOMAIN, "VAKNET_MAIL_IN_NAME": "much-too-long-a-name"},
        {"VAKNET_MAIL_IN_DOMAIN": DOMAIN, "VAKNET_MAIL_IN_NAME": "a+b"},
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(BadSettings):
        read({"VAKNET_DATA": str(tmp_path)} | wrong)
