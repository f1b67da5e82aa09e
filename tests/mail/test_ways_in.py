"""The other ways in: a mailbox elsewhere that is emptied, and a mail service that posts."""

import hmac
import imaplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.mail.answering import DOMAIN
from tests.world import World
from vaknet.domain.people.actions.incoming_mail import (
    RECEIVE_MAIL,
    forget_received,
    is_first_time,
)
from vaknet.domain.people.answering import Matter, address_for
from vaknet.interfaces.jobs import clock, inbox
from vaknet.kit.mail_reading import LARGEST, read, recipients

SECRET = "een-geheim-van-meer-dan-32-tekens-lang"


class Mailbox:
    """Says what an IMAP server says to the few commands that we give; keeps what it is told."""

    def __init__(self, letters: list[bytes], sizes: dict[int, int] | None = None) -> None:
        self.letters = letters
        self.sizes = sizes or {}
        self.said_of_size: dict[int, str] = {}
        self.stored: list[str] = []
        self.said: list[str] = []

    def serve(self, listener: socket.socket) -> None:
        connection, _address = listener.accept()
        with connection, connection.makefile("rwb") as wire:
            wire.write(b"* OK ready\r\n")
            wire.flush()
            for line in wire:
                tag, _space, command = line.decode().strip().partition(" ")
                self.said.append(command)
                wire.write(self._answer(command) + f"{tag} {self._status(command)}\r\n".encode())
                wire.flush()
                if command.startswith("LOGOUT"):
                    return

    def _status(self, command: str) -> str:
        refused = command.startswith("LOGIN") and '"password"' not in command
        missing = command.startswith("SELECT") and "INBOX" not in command
        return "NO [x] no" if refused or missing else "OK done"

    def _answer(self, command: str) -> bytes:
        name, _space, rest = command.partition(" ")
        number = rest.partition(" ")[0]
        if name == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if name == "SELECT":
            return f"* {len(self.letters)} EXISTS\r\n".encode()
        if name == "SEARCH":
            return f"* SEARCH {' '.join(map(str, range(1, len(self.letters) + 1)))}\r\n".encode()
        if name == "FETCH" and "SIZE" in rest:
            size = self.sizes.get(int(number), len(self.letters[int(number) - 1]))
            said = self.said_of_size.get(int(number), f"(RFC822.SIZE {size})")
            return f"* {number} FETCH {said}\r\n".encode()
        if name == "FETCH":
            raw = self.letters[int(number) - 1]
            return f"* {number} FETCH (BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"
        if name == "STORE":
            self.stored.append(rest)
        return b""


@contextmanager
def mailbox(box: Mailbox) -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=box.serve, args=[listener])
        thread.start()
        yield listener.getsockname()[1]
        thread.join(5)


@pytest.fixture(autouse=True)
def _mail_in(settings) -> None:
    settings.MAIL_IN_DOMAIN = DOMAIN
    settings.MAIL_IN_SECRET = SECRET


def letter(to: str, extra: str = "") -> bytes:
    return f"{extra}From: samira@waterveen.example\r\nTo: {to}\r\n\r\nJa\r\n".encode()


def waiting() -> list[str]:
    rows = ProcrastinateJob.objects.filter(task_name=RECEIVE_MAIL).order_by("pk")
    return [args["recipient"] for args in rows.values_list("args", flat=True)]


def test_a_mailbox_is_emptied_of_what_is_for_us(world: World, settings) -> None:
    ours = address_for(world.samira.account, Matter.TALK, 1)
    box = Mailbox([letter(ours), letter("info@x.example"), letter(ours)], {3: LARGEST + 1})
    with mailbox(box) as port:
        settings.MAIL_IN_BOX = f"imap://vaknet:password@127.0.0.1:{port}/INBOX"
        clock.fetch_mail(0)

    assert waiting() == [ours]
    assert box.stored == ["1 +FLAGS (\\Deleted)", "2 +FLAGS (\\Seen)", "3 +FLAGS (\\Seen)"]
    assert "EXPUNGE" in box.said


@pytest.mark.parametrize(
    "crooked",
    [
        b"To: " + b"(" * 1900 + b")" * 1900 + b" a@b.example\r\n\r\nJa",
        b"Content-Type: message/rfc822\n\n" * 1200,
        b"Content-Disposition: attachment; filename*=a; filename*0=b\r\n\r\nJa",
        "To: antwoord+é@post.vaknet.example\r\n\r\nJa".encode(),
    ],
    ids=["comments", "messages", "name", "signs"],
)
def test_a_message_that_cannot_be_read_keeps_nothing_up(
    world: World, settings, crooked: bytes
) -> None:
    ours = address_for(world.samira.account, Matter.TALK, 1)
    box = Mailbox([letter(ours), crooked, letter(ours)])
    with mailbox(box) as port:
        settings.MAIL_IN_BOX = f"imap://vaknet:password@127.0.0.1:{port}/INBOX"
        clock.fetch_mail(0)

    assert waiting() == [ours, ours]
    assert box.stored == ["1 +FLAGS (\\Deleted)", "2 +FLAGS (\\Seen)", "3 +FLAGS (\\Deleted)"]
    assert "SEARCH UNSEEN UNDELETED" in box.said


def test_servers_say_how_large_a_message_is_in_their_own_order(world: World, settings) -> None:
    ours = address_for(world.samira.account, Matter.TALK, 1)
    box = Mailbox([letter(ours), letter(ours)])
    box.said_of_size = {1: "(RFC822.SIZE 90 FLAGS ())", 2: "(FLAGS ())"}
    with mailbox(box) as port:
        settings.MAIL_IN_BOX = f"imap://vaknet:password@127.0.0.1:{port}/INBOX"
        clock.fetch_mail(0)

    assert waiting() == [ours]
    assert box.stored == ["1 +FLAGS (\\Deleted)"]


def test_without_a_mailbox_nobody_is_called(settings) -> None:
    settings.MAIL_IN_BOX = ""
    assert inbox.fetch() == 0


@pytest.mark.parametrize("address", ["vaknet:wrong@127.0.0.1:{}", "vaknet:password@127.0.0.1:{}/X"])
def test_a_mailbox_that_says_no_is_no_mailbox(address: str, settings) -> None:
    box = Mailbox([])
    with mailbox(box) as port:
        settings.MAIL_IN_BOX = f"imap://{address.format(port)}"
        with pytest.raises(imaplib.IMAP4.error):
            inbox.fetch()


def test_to_whom_it_was_brought_goes_before_to_whom_it_was_written(world: World) -> None:
    raw = letter("b@x.example", "Delivered-To: a@x.example\r\n")
    assert recipients(read(raw)) == ["a@x.example", "b@x.example"]


def post_in(raw: bytes, signature: str = "") -> int:
    right = f"sha256={hmac.new(SECRET.encode(), raw, 'sha256').hexdigest()}"
    client = Client(enforce_csrf_checks=True)
    headers = {"X-Vaknet-Signature": signature or right}
    path, kind = "/post-in/", "message/rfc822"
    return client.post(path, raw, content_type=kind, headers=headers).status_code


def test_a_mail_service_posts_what_came_in(world: World) -> None:
    ours = address_for(world.samira.account, Matter.TALK, 1)
    assert post_in(letter(ours)) == 202
    assert waiting() == [ours]


def test_what_is_not_for_us_is_taken_and_thrown_away_in_the_same_words(world: World) -> None:
    ours = address_for(world.samira.account, Matter.TALK, 1)
    assert post_in(letter(ours.replace("+", "+a", 1))) == post_in(letter("x@y.example")) == 202
    assert waiting() == []


def test_without_the_secret_there_is_nothing(world: World, settings) -> None:
    ours = address_for(world.samira.account, Matter.TALK, 1)
    assert post_in(letter(ours), signature="sha256=00") == 404
    assert post_in(letter(ours), signature="é") == 404
    settings.MAIL_IN_SECRET = ""
    nothing = hmac.new(b"", letter(ours), "sha256").hexdigest()
    assert post_in(letter(ours), signature=f"sha256={nothing}") == 404
    assert waiting() == []


def test_what_is_too_large_is_not_taken(world: World) -> None:
    assert post_in(b"x" * (LARGEST + 1)) == 413


def test_what_was_acted_on_long_ago_is_forgotten(world: World, time_machine) -> None:

    account = world.samira.account
    assert is_first_time(account, message="<a@b>")
    assert not is_first_time(account, message="<a@b>")
    forget_received(now=timezone.now() + timedelta(days=59))
    assert account.received_mail.count() == 1
    time_machine.move_to(timezone.now() + timedelta(days=61))
    clock.forget_received_mail(0)
    assert account.received_mail.count() == 0
