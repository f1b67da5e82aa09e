"""What a stream does when the other side is slow or gone: the application, by its own protocol."""

import asyncio
from typing import Any

import pytest

from tests.streams import moment, run_apart
from vaknet.interfaces.live import app
from vaknet.interfaces.live.app import Live, milliseconds
from vaknet.interfaces.live.hub import Hub
from vaknet.kit.tickets import Ticket, seal

KEY = "k" * 40


def scope(**other: Any) -> dict[str, Any]:
    ticket = Ticket("actor:1", "question:12", ("actor:1",), moment(), moment() + 60_000)
    query = f"ticket={seal(KEY, ticket)}".encode()
    given = {"path": "/live/", "method": "GET", "query_string": query, "headers": []}
    return {"type": "http"} | given | other


def listened(send: Any, receive: Any, hub: Hub | None = None, **other: Any) -> Hub:
    hub = Hub(10, milliseconds) if hub is None else hub

    async def story() -> None:
        async with asyncio.timeout(60):
            await Live(hub, [KEY], []).answer(scope(**other), receive, send)

    run_apart(story())
    return hub


async def stays() -> dict[str, Any]:
    await asyncio.sleep(60)
    return {"type": "http.disconnect"}


def test_who_takes_nothing_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "PATIENCE", 0.05)

    async def stuck(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body":
            await asyncio.sleep(60)

    assert len(listened(stuck, stays)) == 0


def test_who_is_gone_in_the_middle_is_let_go() -> None:
    async def broken(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body":
            raise RuntimeError("closed")

    assert len(listened(broken, stays)) == 0


def test_signs_of_life_go_on_until_she_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "HEARTBEAT", 0.02)
    sent: list[bytes] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("body", b""))

    came = iter(["http.request"])

    async def receive() -> dict[str, Any]:
        if (kind := next(came, "")) == "":
            while len(sent) < 3:
                await asyncio.sleep(0.02)
        return {"type": kind or "http.disconnect"}

    assert len(listened(send, receive)) == 0
    assert sent[:2] == [b"", b": open\n\n"]
    assert set(sent[2:-1]) == {b":\n\n"}
    assert sent[-1] == b""


def test_all_streams_end_when_the_house_closes() -> None:
    hub = Hub(10, milliseconds)
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if message.get("body") == b": open\n\n":
            hub.close()

    listened(send, stays, hub)
    assert sent[-1] == {"type": "http.response.body", "body": b""}


def test_it_answers_a_post_as_it_answers_nonsense() -> None:
    said: list[int] = []

    async def send(message: dict[str, Any]) -> None:
        said.append(message.get("status", 0))

    listened(send, stays, method="POST")
    listened(send, stays, query_string=b"ticket=1&ticket=2")
    listened(send, stays, query_string=b"&".join([b"a=1"] * 9))
    listened(send, stays, headers=[(b"last-event-id", b"\xff")])
    assert [one for one in said if one] == [404] * 4


def test_it_says_whether_it_hears() -> None:
    said: list[int] = []

    async def send(message: dict[str, Any]) -> None:
        said.append(message.get("status", 0))

    listened(send, stays, path="/live/healthz")
    assert said == [503, 0]
