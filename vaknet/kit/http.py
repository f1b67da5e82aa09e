"""Fetching a page of somebody else's, whose address a member typed.

Such an address may lead into our own network, never end, or be a bomb. So: only addresses that the
whole internet reaches, checked when the connection is made and at every redirect; one deadline for
all of it; no more bytes than asked for; nothing compressed, no cookies, and nothing in the request
that says who wants to know.
"""

import ssl
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

import httpcore

from vaknet.kit.charsets import decoded
from vaknet.kit.checked_sockets import Checked, Trouble, Unfetchable
from vaknet.kit.http_heads import host_of, kind_of, moved_to
from vaknet.kit.internet import Address, is_public
from vaknet.kit.trusted import who_is_trusted

__all__ = [
    "Answer",
    "Line",
    "Page",
    "Trouble",
    "Unfetchable",
    "ask",
    "fetch",
    "post",
    "send",
    "who_is_trusted",
]

SECONDS = 10.0
LARGEST = 1_000_000
MOST_HOPS = 4
SHORT = 65_536  # what is said of something sent is read so far, so that the line stays open
MOVED = {301, 302, 303, 307, 308}
HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Page:
    """`address`: where it was found in the end."""

    address: str
    text: str


@dataclass(frozen=True)
class Answer:
    """Of the address where it was found in the end; names of headers are in small letters.

    There is content only with a status of 200.
    """

    address: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def text(self) -> str:
        _type, charset = kind_of(self.headers.get("content-type", ""))
        return decoded(self.content, charset)


def fetch(
    url: str,
    *,
    kinds: Collection[str] = HTML,
    seconds: float = SECONDS,
    largest: int = LARGEST,
    may_reach: Callable[[Address, int], bool] = is_public,
) -> Page:
    """The page at that address, or where it leads to. Raises Unfetchable within `seconds`."""
    answer = ask(url, kinds=kinds, seconds=seconds, largest=largest, may_reach=may_reach)
    if answer.status != 200:
        raise Unfetchable(Trouble.NO_PAGE)
    return Page(answer.address, answer.text)


def ask(
    url: str,
    *,
    kinds: Collection[str],
    headers: Mapping[str, str] | Callable[[str], Mapping[str, str]] | None = None,
    seconds: float = SECONDS,
    largest: int = LARGEST,
    only_beginning: bool = False,
    may_reach: Callable[[Address, int], bool] = is_public,
    may_ask: Callable[[str], bool] = lambda _url: True,
) -> Answer:
    """What is said at that address, or where it leads to; also when it is no, or nothing new.

    `headers`: more of them, or those for each address on the way, as where they are signed.
    `only_beginning`: of what is larger the first bytes are enough. `may_ask`: of each address on
    the way, before anything is sent there. Raises Unfetchable within `seconds`, and for content of
    another kind.
    """
    deadline = time.monotonic() + seconds
    backend = Checked(may_reach, deadline)
    read = partial(_read, largest=largest, only_beginning=only_beginning)
    for _hop in range(MOST_HOPS):
        if not may_ask(url):
            raise Unfetchable(Trouble.FORBIDDEN)
        with httpcore.ConnectionPool(who_is_trusted(), network_backend=backend) as pool:
            more = headers(url) if callable(headers) else headers or {}
            answer = _asked(pool, url, kinds, read, more)
        if isinstance(answer, Answer):
            return answer
        url = answer
    raise Unfetchable(Trouble.LOST)


def post(
    url: str,
    content: bytes,
    headers: Mapping[str, str],
    *,
    may_reach: Callable[[Address, int], bool] = is_public,
) -> int:
    """The status, within 10 seconds: nothing else is read, and where it leads is not followed."""
    return send(url, content, headers, may_reach=may_reach).status


def send(
    url: str,
    content: bytes,
    headers: Mapping[str, str],
    *,
    kinds: Collection[str] = (),
    seconds: float = SECONDS,
    largest: int = LARGEST,
    may_reach: Callable[[Address, int], bool] = is_public,
) -> Answer:
    """What is said of it. Its content is read only where `kinds` says of which kind it may be, and
    as in `ask`. Where it leads is not followed: what was signed for one address is not for another.
    Raises Unfetchable within `seconds`."""
    with Line(may_reach) as line:
        return line.send(url, content, headers, kinds=kinds, seconds=seconds, largest=largest)


class Line:
    """Sends several things to one server, by one connection as long as it keeps that open.

    `tls`: what `who_is_trusted` said at the beginning, for who makes many of these.
    """

    def __init__(
        self,
        may_reach: Callable[[Address, int], bool] = is_public,
        *,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._checked = Checked(may_reach, 0.0)
        self._pool = httpcore.ConnectionPool(
            tls or who_is_trusted(), max_connections=1, network_backend=self._checked
        )

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.close()

    def send(
        self,
        url: str,
        content: bytes,
        headers: Mapping[str, str],
        *,
        kinds: Collection[str] = (),
        seconds: float = SECONDS,
        largest: int = LARGEST,
    ) -> Answer:
        """As `send` above."""
        self._checked.deadline = time.monotonic() + seconds
        usual = [("Host", host_of(url)), ("Content-Length", str(len(content)))]
        if kinds:
            usual += [("Accept", ", ".join(kinds)), ("Accept-Encoding", "identity")]
        asked = self._pool.stream("POST", url, headers=_with(usual, headers), content=content)
        with _in_our_words(), asked as answer:
            told = _told(answer)
            if kinds and answer.status == 200:
                _check(told, kinds)
                read = _read(answer.iter_stream(), largest=largest, only_beginning=False)
                return Answer(url, answer.status, told, read)
            _read_to_the_end(told, answer)
        return Answer(url, answer.status, told, b"")


def _read_to_the_end(told: Mapping[str, str], answer: httpcore.Response) -> None:
    """Of a short answer; with any other the connection ends. What goes wrong now changes nothing:
    the status has come."""
    length = told.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:9]) <= SHORT:
        with suppress(httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
            answer.read()


def _asked(
    pool: httpcore.ConnectionPool,
    url: str,
    kinds: Collection[str],
    read: Callable[[Iterable[bytes]], bytes],
    more: Mapping[str, str],
) -> Answer | str:
    """The answer, or the address to which it moved."""
    usual = [
        ("Host", host_of(url)),
        ("User-Agent", "Mozilla/5.0 (compatible; Vaknet)"),
        ("Accept", ", ".join(kinds)),
        ("Accept-Encoding", "identity"),
    ]
    with _in_our_words(), pool.stream("GET", url, headers=_with(usual, more)) as answer:
        told = _told(answer)
        if answer.status in MOVED:
            return moved_to(url, told.get("location", ""))
        content = b""
        if answer.status == 200:
            _check(told, kinds)
            content = read(answer.iter_stream())
    return Answer(url, answer.status, told, content)


def _with(usual: Iterable[tuple[str, str]], more: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each name once: two of Host or Accept would mean nothing sure."""
    given = {name.lower() for name in more}
    return [*(pair for pair in usual if pair[0].lower() not in given), *more.items()]


def _told(answer: httpcore.Response) -> dict[str, str]:
    return {
        name.lower().decode("latin-1"): value.decode("latin-1") for name, value in answer.headers
    }


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise Unfetchable(Trouble.TOO_SLOW) from error
    except httpcore.UnsupportedProtocol as error:
        raise Unfetchable(Trouble.NO_ADDRESS) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise Unfetchable(Trouble.UNREACHABLE) from error


def _check(told: Mapping[str, str], kinds: Collection[str]) -> None:
    kind, _charset = kind_of(told.get("content-type", ""))
    if kind not in kinds or told.get("content-encoding", "identity").lower() != "identity":
        raise Unfetchable(Trouble.NO_PAGE)


def _read(pieces: Iterable[bytes], *, largest: int, only_beginning: bool) -> bytes:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > largest and only_beginning:
            break
        if len(content) > largest:
            raise Unfetchable(Trouble.TOO_LARGE)
    return bytes(content[:largest])
