"""Whether mail of members comes in: each way that is set is tried, and nothing is taken."""

import imaplib
import smtplib
from collections.abc import Iterator
from urllib.parse import urlsplit

from vaknet.configuration import Configuration
from vaknet.interfaces.commands._checks import MAIL_SECONDS, Finding
from vaknet.kit import mailbox

SUBJECT = "Mail in"
NO_SUCH = 550


def mail_in(c: Configuration, seconds: float = MAIL_SECONDS) -> Iterator[Finding]:
    given = c.mail_in
    if not given.domain:
        yield Finding(SUBJECT, True, "not set up; members answer letters on the site.")
        return
    if not (given.listener or given.box or given.secret):
        yield Finding(
            SUBJECT,
            False,
            f"letters ask for answers to {given.domain}, but no way in is set. Set VAKNET_MAIL_IN, "
            "VAKNET_MAIL_IN_BOX or VAKNET_MAIL_IN_SECRET (docs/operator/mail-in.md).",
        )
    if given.listener:
        yield _listener(given.listener, given.domain, seconds)
    if given.box:
        yield _box(given.box, seconds)
    if given.secret:
        yield Finding(SUBJECT, True, f"a mail service may post to {c.base_url}/post-in/.")


def _listener(address: str, domain: str, seconds: float) -> Finding:
    """Asked for an address that nobody has, it has to say so."""
    parts = urlsplit(address)
    kind = smtplib.LMTP if parts.scheme == "lmtp" else smtplib.SMTP
    host, port = parts.hostname or "", parts.port or (24 if parts.scheme == "lmtp" else 25)
    try:
        with kind(host, port, timeout=seconds) as server:
            server.ehlo_or_helo_if_needed()
            server.mail("")
            code, _words = server.rcpt(f"nobody@{domain}")
    except (OSError, smtplib.SMTPException) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        sentence = f"nobody takes mail in at {address} ({why}). Does `vaknet serve` run?"
        return Finding(SUBJECT, False, sentence)
    if code != NO_SUCH:
        sentence = f"another program answers at {address}. Choose another port."
        return Finding(SUBJECT, False, sentence)
    return Finding(SUBJECT, True, f"{address} takes in answers to {domain}.")


def _box(address: str, seconds: float) -> Finding:
    host = urlsplit(address).hostname
    try:
        with mailbox.opened(address, seconds=seconds):
            return Finding(SUBJECT, True, f"the mailbox at {host} opens.")
    except imaplib.IMAP4.error:
        why = "refuses our user name, password or folder"
    except OSError as error:
        why = f"cannot be reached ({error.strerror or type(error).__name__})"
    return Finding(SUBJECT, False, f"the mailbox at {host} {why}. Check VAKNET_MAIL_IN_BOX.")
