"""A sealed note that says who may listen to what, and until when.

Who has the key can read one without asking a database; its bearer and a log on the way cannot.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cache

from vaknet.kit import sealing

PLACE = "ticket"
LONGEST = 1_000  # signs: what is longer is not one of ours


class Void(Exception):
    """Forged, changed, of another key, or of a time that is over."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """`bearer` may listen to `subject`. It is void once one of `ends` is spoken of. Moments are
    milliseconds since 1970.
    """

    bearer: str
    subject: str
    ends: tuple[str, ...]
    since: int
    until: int


def seal(secret: str, ticket: Ticket) -> str:
    content = json.dumps(astuple(ticket), separators=(",", ":")).encode()
    sealed = sealing.seal(_key(secret), content, place=PLACE)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def read(secrets: Sequence[str], text: str, *, now: int) -> Ticket:
    """Raises Void. `secrets`: the one of today, and those of before."""
    bearer, subject, ends, since, until = json.loads(_content(secrets, text))
    if now >= until:
        raise Void
    return Ticket(bearer, subject, tuple(ends), since, until)


def _content(secrets: Sequence[str], text: str) -> bytes:
    if not text.isascii() or len(text) > LONGEST:
        raise Void
    try:
        sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as strange:
        raise Void from strange
    for secret in secrets:
        try:
            return sealing.unseal(_key(secret), sealed, place=PLACE)
        except sealing.Unreadable:
            continue
    raise Void


@cache
def _key(secret: str) -> bytes:
    return sealing.key_from(secret, "vaknet.tickets")
