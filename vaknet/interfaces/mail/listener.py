"""Takes mail in from the mail server of this machine, by LMTP or SMTP, and keeps it for the worker.

Whether an address is ours is seen from its signature alone: nothing is looked up, so a member's and
a stranger's get the same answer in the same time.
"""

import asyncio
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connection

from vaknet.domain.people.actions.incoming_mail import take_in
from vaknet.domain.people.answering import answering
from vaknet.kit.mail_reading import LARGEST

NO_SUCH_ADDRESS = "550 5.1.1 There is no such address here"
ONE_AT_A_TIME = "452 4.5.3 One address at a time"
LATER = "451 4.3.0 Not now, come back later"
log = logging.getLogger("vaknet.mail_in")
SECONDS = 60  # of silence, after which we hang up


class Door:
    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answering(address) is None:
            return NO_SUCH_ADDRESS
        if envelope.rcpt_tos:  # LMTP wants an answer for each, later
            return ONE_AT_A_TIME
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """ "250" only once it is in the database: until then it is the mail server's to keep."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        if not envelope.mail_from:  # a machine that wants no answer
            raw = b"Return-Path: <>\r\n" + raw
        try:
            await asyncio.to_thread(_keep, raw, envelope.rcpt_tos[0])
        except Exception:
            # The queue has errors of its own besides those of the database: whatever it was, the
            # mail is not kept, and a server that hears 500 throws it away.
            log.exception("Mail could not be kept; its server brings it again")
            return LATER
        return "250 2.0.0 Kept"


def _keep(raw: bytes, recipient: str) -> None:
    """With a connection of its own: mail comes seldom, and threads come and go."""
    try:
        take_in(raw, recipient=recipient)
    finally:
        connection.close()


def protocol(scheme: str) -> Callable[[], SMTP]:
    kind = LMTP if scheme == "lmtp" else SMTP
    return lambda: kind(
        Door(), data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="mail", timeout=SECONDS
    )


async def listen(address: str) -> None:
    """Until cancelled."""
    parts = urlsplit(address)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        protocol(parts.scheme), parts.hostname, parts.port or (24 if parts.scheme == "lmtp" else 25)
    )
    async with server:
        await server.serve_forever()
