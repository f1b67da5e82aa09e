"""A mailbox elsewhere, read by IMAP: new messages one by one, each deleted once it is kept."""

import imaplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, unquote, urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SECONDS = 20.0
MOST_AT_ONCE = 50


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
    does what is too large.
    """
    taken = 0
    with opened(address) as box:
        _status, found = box.search(None, "UNSEEN")
        for number in (found[0] or b"").split()[:MOST_AT_ONCE]:
            raw = _fetched(box, number.decode(), largest)
            is_kept = raw is not None and keep(raw)
            box.store(number.decode(), "+FLAGS", "\\Deleted" if is_kept else "\\Seen")
            taken += is_kept
        box.expunge()
    return taken


def _fetched(box: imaplib.IMAP4, number: str, largest: int) -> bytes | None:
    _status, sizes = box.fetch(number, "(RFC822.SIZE)")
    said = sizes[0] if sizes and isinstance(sizes[0], bytes) else b""
    digits = said.rstrip(b")").rpartition(b" ")[2]
    if not digits.isdigit() or int(digits) > largest:
        return None
    _status, parts = box.fetch(number, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), None)
