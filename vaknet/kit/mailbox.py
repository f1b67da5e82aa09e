"""A mailbox elsewhere, read by IMAP: new messages one by one, each deleted once it is kept."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, unquote, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECONDS = 20.0
MOST_AT_ONCE = 50
SIZE = re.compile(rb"RFC822\.SIZE (\d+)", re.IGNORECASE)


@contextmanager
def opened(address: str, *, seconds: float = SECONDS) -> Iterator[imaplib.IMAP4]:
    """Signed in, with the folder open. Without TLS only on this machine.

    Raises OSError when it cannot be reached, imaplib.IMAP4.error when it says no.
    """
    parts = urlsplit(address)
    host, context = parts.hostname or "", ssl.create_default_context()
    box: imaplib.IMAP4
    if parts.scheme == "imaps":
        box = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=seconds)
    else:
        box = imaplib.IMAP4(host, parts.port or 143, timeout=seconds)
    try:
        _enter(box, parts)
        yield box
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            box.logout()


def _enter(box: imaplib.IMAP4, parts: SplitResult) -> None:
    if parts.scheme == "imap" and parts.hostname not in LOOPBACK:
        box.starttls(ssl.create_default_context())
    box.login(unquote(parts.username or ""), unquote(parts.password or ""))
    folder = unquote(parts.path.strip("/")) or "INBOX"
    status, said = box.select(f'"{folder}"')
    if status != "OK":
        raise imaplib.IMAP4.error(said)


def empty(address: str, keep: Callable[[bytes], bool], *, largest: int) -> int:
    """How many `keep` took; those are deleted. The others stay as they are, marked as read, and so
    does what is too large. What `keep` raises ends it: the rest waits, unread, for the next time.
    """
    taken = 0
    with opened(address) as box:
        _status, found = box.search(None, "UNSEEN", "UNDELETED")
        for number in (found[0] or b"").split()[:MOST_AT_ONCE]:
            size = _size(box, number.decode())
            if size is None:
                continue
            raw = _fetched(box, number.decode()) if size <= largest else None
            is_kept = raw is not None and keep(raw)
            box.store(number.decode(), "+FLAGS", "\\Deleted" if is_kept else "\\Seen")
            taken += is_kept
        box.expunge()
    return taken


def _size(box: imaplib.IMAP4, number: str) -> int | None:
    """None when the server does not say; servers say it in more than one shape."""
    _status, parts = box.fetch(number, "(RFC822.SIZE)")
    pieces = [piece for part in parts for piece in (part if isinstance(part, tuple) else [part])]
    found = SIZE.search(b" ".join(piece for piece in pieces if isinstance(piece, bytes)))
    return int(found[1]) if found else None


def _fetched(box: imaplib.IMAP4, number: str) -> bytes | None:
    _status, parts = box.fetch(number, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
