"""Who is told what and when, by a clock that stands still."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tests.streams import run_apart
from vaknet.interfaces.live import hub as hubs
from vaknet.interfaces.live.ear import connection_facts
from vaknet.interfaces.live.hub import Full, Hub, Stream
from vaknet.kit.tickets import Ticket

STARTED, NOW = 10_000, 100_000


class Clock:
    now = STARTED

    def __call__(self) -> int:
        return self.now


def story(told: Callable[[Hub, Clock], Coroutine[Any, Any, None]], *, most: int = 1_000) -> None:
    clock = Clock()
    hub = Hub(most, clock)
    clock.now = NOW
    run_apart(told(hub, clock))


def ticket(who: int = 1, about: str = "question:12", since: int = NOW) -> Ticket:
    return Ticket(f"actor:{who}", about, (f"actor:{who}", "group:3"), since, NOW + 600_000)


async def turn(seconds: float = 0.1) -> None:
    await asyncio.sleep(seconds)


def test_those_who_look_at_it_are_told_and_no_others() -> None:
    async def told(hub: Hub, clock: Clock) -> None:
        here, there = hub.join(ticket()), hub.join(ticket(2, "question:13"))
        hub.hear("question:12")
        await turn()
        assert (here.has_news, there.has_news) == (True, False)

    story(told)


def test_a_ticket_ends_by_what_it_names_and_hears_nothing_after() -> None:
    async def told(hub: Hub, clock: Clock) -> None:
        left, stayed = hub.join(ticket()), hub.join(ticket(2))
        hub.hear("question:12")  # not passed on yet
        hub.hear("actor:1")
        hub.hear("question:12")
        await turn()
        assert (left.is_over, left.has_news) == (True, False)
        assert (stayed.is_over, stayed.has_news) == (False, True)
        hub.hear("group:3")
        assert stayed.is_over

    story(told)


def test_a_ticket_that_ended_before_its_stream_began_is_over_at_once() -> None:
    async def told(hub: Hub, clock: Clock) -> None:
        old = ticket(since=NOW - 60_000)
        hub.hear("actor:1")
        assert hub.join(old).is_over
        clock.now += 60_000
        assert not hub.join(ticket(since=clock.now)).is_over

    story(told)


def test_a_crowd_is_told_little_by_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """At ten a second the last of them waits for most of a minute, however slow the machine is."""

    async def told(hub: Hub, clock: Clock) -> None:
        monkeypatch.setattr(hubs, "PACE", 10)
        crowd = [hub.join(ticket(who)) for who in range(500)]
        hub.hear("question:12")
        while not (early := _told(crowd)):
            await turn(0.02)
        assert early < 400
        monkeypatch.setattr(hubs, "PACE", 1_000)
        hub.hear("question:12")
        while _told(crowd) < 500:
            await turn(0.02)

    story(told)


def _told(crowd: list[Stream]) -> int:
    return sum(stream.has_news for stream in crowd)


def test_after_a_silence_all_look_and_who_comes_later_too() -> None:
    async def told(hub: Hub, clock: Clock) -> None:
        here = hub.join(ticket())
        await turn()
        assert not here.has_news
        hub.hears_again()
        away = hub.join(ticket(2, since=NOW - 1), heard=NOW - 1)
        fresh = hub.join(ticket(3, since=NOW + 1))
        await turn(0.1)
        assert (here.has_news, away.has_news, fresh.has_news) == (True, True, False)

    story(told)


def test_there_is_room_for_so_many_and_for_six_of_one() -> None:
    async def told(hub: Hub, clock: Clock) -> None:
        hers = [hub.join(ticket(1)) for _ in range(6)]
        with pytest.raises(Full):
            hub.join(ticket(1))
        hub.join(ticket(2))
        with pytest.raises(Full):
            hub.join(ticket(3))
        hub.leave(hers[0])
        hub.join(ticket(3))
        assert len(hub) == 7

    story(told, most=7)


def test_what_left_leaves_nothing_behind_and_memory_has_an_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hubs, "REMEMBERED", 3)

    async def told(hub: Hub, clock: Clock) -> None:
        empty = {name: len(getattr(hub, name)) for name in ("_by_subject", "_by_bearer")}
        for stream in [hub.join(ticket(who)) for who in range(5)]:
            hub.leave(stream)
        assert {name: len(getattr(hub, name)) for name in empty} == empty
        for number in range(9):
            hub.hear(f"question:{number}")
        assert len(hub._spoken) == 3

    story(told)


def test_a_connection_takes_what_postgresql_knows() -> None:
    given = {
        "ENGINE": "vaknet.postgresql",
        "NAME": "vaknet",
        "USER": "me",
        "PASSWORD": "",
        "HOST": "/run",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"sslmode": "require", "prepare_threshold": 3, "server_side_binding": True},
    }
    facts = {"dbname": "vaknet", "user": "me", "host": "/run", "sslmode": "require"}
    assert connection_facts(given) == facts
