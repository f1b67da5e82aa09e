"""The one connection to the database: what it hears there goes to the hub."""

import asyncio
from typing import Any, Protocol

import psycopg
from psycopg import sql

from vaknet.domain.activity.news import CHANNEL
from vaknet.interfaces.live.hub import Hub

NAME = "vaknet live"  # among the connections that PostgreSQL lists
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
SIGN_OF_LIFE = 20.0  # seconds of silence after which we look whether the database is still there
QUICKLY = 5  # seconds


class Note(Protocol):
    def __call__(self, *, is_hearing: bool) -> None: ...


async def listen(database: dict[str, Any], hub: Hub, note: Note) -> None:
    """For ever. `note` learns whether we hear at the moment. A lost database is waited for."""
    pause, before = FIRST_PAUSE, False
    while True:
        try:
            async with await _connected(database) as connection:
                note(is_hearing=True)
                if before:
                    hub.hears_again()
                pause, before = FIRST_PAUSE, True
                await _pass_on(connection, hub)
        except (psycopg.Error, OSError, TimeoutError):
            note(is_hearing=False)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def _connected(database: dict[str, Any]) -> psycopg.AsyncConnection[Any]:
    connection = await psycopg.AsyncConnection.connect(
        **{"connect_timeout": QUICKLY} | connection_facts(database),
        application_name=NAME,
        autocommit=True,
    )
    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
    return connection


async def _pass_on(connection: psycopg.AsyncConnection[Any], hub: Hub) -> None:
    while True:
        async for notice in connection.notifies(timeout=SIGN_OF_LIFE):
            hub.hear(notice.payload)
        async with asyncio.timeout(QUICKLY):
            await connection.execute("SELECT 1")


def connection_facts(database: dict[str, Any]) -> dict[str, Any]:
    """Of the settings as Django takes them, what PostgreSQL itself understands."""
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    facts = {ours: database.get(theirs) for theirs, ours in (names | {"PORT": "port"}).items()}
    django_only = {"server_side_binding", "prepare_threshold", "pool"}
    more = {k: v for k, v in database.get("OPTIONS", {}).items() if k not in django_only}
    return {name: value for name, value in (facts | more).items() if value}
