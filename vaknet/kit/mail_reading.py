"""A raw message of somebody else, as plain values. Never fails, and reads no more than it says.

`email` of the standard library takes apart; this keeps to limits, and to the one text in it that
a person wrote.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.message import Message
from email.utils import getaddresses, parseaddr

from vaknet.kit.charsets import decoded
from vaknet.kit.html_text import text_of

LARGEST = 5 * 1024 * 1024  # bytes; what is longer is cut off before it is read
MOST_PARTS = 100
LONGEST_TEXT = 200_000  # signs
LONGEST_HEADER = 4_000
RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
MOST_RECIPIENTS = 20
NO_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u202a-\u202e\u2060]")
COMPAT32 = policy.compat32  # reads any header as it stands; the newer policy fails on some


@dataclass(frozen=True)
class Part:
    kind: str  # such as "message/delivery-status"
    content: bytes


@dataclass(frozen=True)
class Incoming:
    """`sender` is the address in From, in small letters; "" when there is none or more than one.

    `headers` by their name in small letters, each with all its values, unfolded. `attachments`
    are only counted: nobody's files are kept.
    """

    sender: str = ""
    subject: str = ""
    message_id: str = ""
    text: str = ""
    attachments: int = 0
    kind: str = "text/plain"
    headers: dict[str, list[str]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    def header(self, name: str) -> str:
        return next(iter(self.headers.get(name, [])), "")


def recipients(mail: Incoming) -> list[str]:
    """To whom it may have been brought, where nobody tells: what the server wrote goes first."""
    return _addresses(mail, RECIPIENTS)


def is_written_to(mail: Incoming, address: str) -> bool:
    """Whether its writer named it: signatures (DKIM) hold To, and not who it is brought to. More
    than one To is a trick: which of them was signed is not to be seen here.
    """
    given = [len(mail.headers.get(name, [])) for name in ("to", "cc")]
    written = {one.lower() for one in _addresses(mail, ("to", "cc"))}
    return given in ([1, 0], [1, 1]) and address.strip("<> ").lower() in written


def _addresses(mail: Incoming, names: tuple[str, ...]) -> list[str]:
    values = [value for name in names for value in mail.headers.get(name, [])]
    try:
        return [address for _name, address in getaddresses(values[:MOST_RECIPIENTS]) if address]
    except Exception:
        return []


def read(raw: bytes) -> Incoming:
    """What the library cannot take apart (nested a thousand deep, say) is empty: of nobody, so
    that nobody is answered.
    """
    try:
        return _read(raw)
    except Exception:
        return Incoming()


def _read(raw: bytes) -> Incoming:
    message = email.message_from_bytes(raw[:LARGEST], policy=COMPAT32)
    headers = _headers(message)
    leaves = list(_leaves(message))
    return Incoming(
        sender=_sender(headers),
        subject=_words(_first(headers, "subject")),
        message_id=_first(headers, "message-id")[:500],
        text=_text(leaves),
        attachments=sum(_is_attachment(leaf) for leaf in leaves),
        kind=message.get_content_type(),
        headers=headers,
        parts=tuple(Part(leaf.get_content_type(), _content(leaf)) for leaf in leaves),
    )


def _headers(message: Message) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        unfolded = " ".join(str(value).split())[:LONGEST_HEADER]
        plain = unfolded.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        found.setdefault(name.lower(), []).append(NO_SIGNS.sub("", plain))
    return found


def _first(headers: dict[str, list[str]], name: str) -> str:
    return next(iter(headers.get(name, [])), "")


def _words(value: str) -> str:
    try:
        pieces = email.header.decode_header(value)
        return "".join(
            piece if isinstance(piece, str) else decoded(piece, charset or "ascii")
            for piece, charset in pieces
        )
    except (ValueError, email.errors.HeaderParseError):
        return value


def _sender(headers: dict[str, list[str]]) -> str:
    """Two From headers are a trick: programs differ in which of them they show."""
    given = headers.get("from", [])
    address = parseaddr(given[0])[1].lower() if len(given) == 1 else ""
    return address if address.count("@") == 1 else ""


def _leaves(message: Message) -> Iterator[Message]:
    """Of a report also the message within it, as one part: its own parts are not ours to read."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        inside = part.get_payload()
        if isinstance(inside, list) and part.get_content_maintype() == "multipart":
            waiting[:0] = [one for one in inside if isinstance(one, Message)]
        else:
            yield part


def _is_attachment(part: Message) -> bool:
    named = part.get_content_disposition() == "attachment" or _has_name(part)
    return named or part.get_content_maintype() not in {"text", "multipart", "message"}


def _has_name(part: Message) -> bool:
    try:
        return part.get_filename() is not None
    except (ValueError, IndexError, TypeError):  # as in `_parameter`
        return False


def _content(part: Message) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list):  # a message, or a report that the library took apart
        return b"\n".join(one.as_bytes() for one in inside[:MOST_PARTS] if isinstance(one, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(leaves: list[Message]) -> str:
    """The plain text; of a message that has none, that of its HTML."""
    for kind, reader in (("text/plain", _plain), ("text/html", _html)):
        for part in leaves:
            if part.get_content_type() == kind and not _is_attachment(part):
                found = NO_SIGNS.sub("", reader(part)).strip()
                if found:
                    return found
    return ""


def _plain(part: Message) -> str:
    text = _decoded(part)
    return _unflowed(text) if _parameter(part, "format").lower() == "flowed" else text


def _html(part: Message) -> str:
    return text_of(_decoded(part))


def _decoded(part: Message) -> str:
    """As declared; what is no such text is most likely that of an older Windows."""
    content, charset = _content(part), _parameter(part, "charset").lower()
    try:
        text = content.decode("utf-8") if charset in {"", "us-ascii", "utf-8"} else None
    except UnicodeDecodeError:
        text = content.decode("windows-1252", "replace")
    if text is None:
        text = decoded(content, charset)
    return text[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except (ValueError, IndexError, TypeError):  # RFC 2231 in pieces that do not fit
        return ""
    return value if isinstance(value, str) else str(value[-1]) if value else ""


def _unflowed(text: str) -> str:
    """RFC 3676: a line that ends in a space goes on in the next, unless it is quoted or a "-- "."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        if goes_on and not quoted and line != "-- ":
            lines[-1] += line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and not quoted and line != "-- "
    return "\n".join(lines)
