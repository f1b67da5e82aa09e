"""The streams: `GET /live/?ticket=…` stays open and says "something is new", and nothing else.

A small ASGI application without Django, in a process of its own (docs/decisions/0052).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from vaknet.interfaces.live.hub import Full, Hub, Stream
from vaknet.kit import tickets
from vaknet.kit.tickets import Void

HEARTBEAT = 25.0  # seconds: proxies hang up on who is silent for a minute
PATIENCE = 10.0  # seconds that a reader gets to take a few bytes
PATH = "/live/"
HEALTH = "/live/healthz"
NUMBER_OF_DIGITS = 15

type Scope = dict[str, Any]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]

PLAIN: Headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
OPEN: Headers = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx passes each event on at once
]


def milliseconds() -> int:
    return int(time.time() * 1000)


class Live:
    """`origins`: pages that may listen when they were not served from our own address."""

    def __init__(self, hub: Hub, secrets: Sequence[str], origins: Iterable[str]) -> None:
        self.hub = hub
        self.is_hearing = False
        self._secrets = secrets
        self._origins = {origin.encode() for origin in origins}

    def note(self, *, is_hearing: bool) -> None:
        self.is_hearing = is_hearing

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        given = dict(scope["headers"])
        shared = self._shared(given.get(b"origin", b""))
        if scope["path"] == HEALTH:
            await _say(send, 200 if self.is_hearing else 503, b"", shared)
            return
        try:
            stream = self._enter(scope, given.get(b"last-event-id", b""))
        except (Void, ValueError):
            # One answer for what is forged, expired, of somebody else, or nowhere.
            await _say(send, 404, b"Not found.", shared)
        except Full:
            await _say(send, 503, b"Full.", [*shared, (b"retry-after", b"60")])
        else:
            try:
                await _hold(stream, receive, send, shared)
            finally:
                self.hub.leave(stream)

    def _enter(self, scope: Scope, header: bytes) -> Stream:
        if scope["path"] != PATH or scope["method"] != "GET":
            raise Void
        query = parse_qs(scope["query_string"].decode("ascii"), max_num_fields=4)
        [text] = query.get("ticket", [""])
        ticket = tickets.read(self._secrets, text, now=milliseconds())
        return self.hub.join(ticket, heard=_number(query.get("na", [header.decode("ascii")])[0]))

    def _shared(self, origin: bytes) -> Headers:
        always = [(b"vary", b"origin"), (b"x-content-type-options", b"nosniff")]
        theirs = [(b"access-control-allow-origin", origin)] if origin in self._origins else []
        return [*always, *theirs]


def _number(text: str) -> int:
    fits = text.isascii() and text.isdecimal() and len(text) <= NUMBER_OF_DIGITS
    return int(text) if fits else 0


async def _say(send: Send, status: int, body: bytes, headers: Headers) -> None:
    head = [*PLAIN, (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})


async def _hold(stream: Stream, receive: Receive, send: Send, headers: Headers) -> None:
    """Until she leaves, her ticket is over, or she does not take what she is sent."""
    watch = asyncio.ensure_future(_leave_with(stream, receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [*OPEN, *headers]})
        await _send(send, b": open\n\n")
        while not (stream.is_gone or stream.is_over):
            await _send(send, await _next(stream))
        if not stream.is_gone:
            await _send(send, _event("over"))
        await send({"type": "http.response.body", "body": b""})
    except (TimeoutError, OSError, RuntimeError):
        return  # too slow, or gone in the middle of it
    finally:
        watch.cancel()


async def _leave_with(stream: Stream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.leave()


async def _next(stream: Stream) -> bytes:
    """What is to be sent next: news, or a sign of life."""
    left = (stream.ticket.until - milliseconds()) / 1000
    with suppress(TimeoutError):
        async with asyncio.timeout(min(HEARTBEAT, left)):
            await stream.woken.wait()
    stream.woken.clear()
    if milliseconds() >= stream.ticket.until:
        stream.end()
    told, stream.has_news = stream.has_news, False
    return _event("new") if told and not stream.is_over else b":\n\n"


def _event(name: str) -> bytes:
    return f"event: {name}\nid: {milliseconds()}\ndata: {name}\n\n".encode()


async def _send(send: Send, content: bytes) -> None:
    async with asyncio.timeout(PATIENCE):
        await send({"type": "http.response.body", "body": content, "more_body": True})
