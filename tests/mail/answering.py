"""A member who lives by mail: her letters come from the worker, her answers go by LMTP."""

import asyncio
import smtplib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid

from django.core import mail

from tests import postbox
from vaknet.domain.activity.models import Activity, Actor
from vaknet.interfaces.jobs import followups
from vaknet.interfaces.mail.listener import protocol

DOMAIN = "post.vaknet.example"


@contextmanager
def door(scheme: str) -> Iterator[int]:
    """The listener, on a free port of this machine.

    All of it in a thread: after a test in a browser the main thread has a loop that runs already.
    """
    is_open: Future[tuple[int, Callable[[], None]]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(_open(scheme, is_open)))
    thread.start()
    port, close = is_open.result(timeout=60)
    try:
        yield port
    finally:
        close()
        thread.join()


async def _open(scheme: str, is_open: Future[tuple[int, Callable[[], None]]]) -> None:
    loop, enough = asyncio.get_running_loop(), asyncio.Event()
    server = await loop.create_server(protocol(scheme), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    is_open.set_result((port, lambda: loop.call_soon_threadsafe(enough.set)))
    await enough.wait()
    server.close()


@dataclass
class Post:
    """Of each letter the last that came to a person."""

    port: int
    done: set[int] = field(default_factory=set)
    boxes: dict[str, list[mail.EmailMultiAlternatives]] = field(default_factory=dict)

    def deliver(self) -> None:
        mail.outbox.clear()
        postbox.empty()
        for activity in Activity.objects.exclude(pk__in=self.done).order_by("pk"):
            self.done.add(activity.pk)
            followups.run(activity.pk)
        postbox.empty()
        for letter in mail.outbox:
            self.boxes.setdefault(letter.to[0], []).append(letter)

    def last(self, person: Actor) -> mail.EmailMultiAlternatives:
        self.deliver()
        return self.boxes[person.account.email][-1]

    def count(self, person: Actor) -> int:
        self.deliver()
        return len(self.boxes.get(person.account.email, []))

    def answer(self, letter: mail.EmailMultiAlternatives, words: str, **more: str) -> bytes:
        return self.send(letter.extra_headers["Reply-To"], letter.to[0], words, **more)

    def send(self, to: str, sender: str, words: str, **headers: str) -> bytes:
        message = EmailMessage()
        message["From"] = sender
        message["To"] = to
        message["Subject"] = headers.pop("subject", "Re: uw brief")
        message["Message-ID"] = make_msgid()
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(
            f"{words}\n\nOp ma 30 nov 2026 om 09:01 schreef Vaknet <x@y.example>:\n> a"
        )
        self.bring(to, message.as_bytes())
        return message.as_bytes()

    def bring(self, to: str, raw: bytes) -> None:
        with smtplib.LMTP("127.0.0.1", self.port) as server:
            server.sendmail("joost@duinrade.example", [to], raw)
