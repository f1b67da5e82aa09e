"""A mail server on this machine that keeps what it gets, and one that is in a bad mood."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

PATIENCE = 60.0  # seconds


class Postbox:
    """Keeps letters; refuses addresses at `unknown.example` for good, `busy.example` for now."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.calls = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, host: str, replies: list[str]
    ) -> list[str]:
        self.calls += 1
        session.host_name = host
        return replies

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.endswith("@unknown.example"):
            return "550 5.1.1 No such mailbox"
        if address.endswith("@busy.example"):
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.raw.append(envelope.content)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def use(settings, port: int, *, timeout: float = PATIENCE) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": timeout},
        }
    }


@pytest.fixture
def mail_server(settings) -> Iterator[Postbox]:
    postbox = Postbox()
    server = Controller(postbox, hostname="127.0.0.1", port=free_port(), ready_timeout=PATIENCE)
    server.start()
    use(settings, server.port)
    yield postbox
    server.stop()


@pytest.fixture
def no_mail_server(settings) -> None:
    use(settings, free_port())


@pytest.fixture
def silent_mail_server(settings) -> Iterator[None]:
    """Takes the call and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        use(settings, listener.getsockname()[1], timeout=0.2)
        yield
