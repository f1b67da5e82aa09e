"""What a thousand open pages cost: python -m benchmarks.live

Serves a made network with `vaknet serve` as it comes, opens streams as browsers do, and measures
the memory of the process that holds them, how long from a commit until a reader is told, and
whether pages come slower meanwhile: with and without streams in turn, in one run.
"""

import argparse
import asyncio
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import numpy as np
import psutil

from benchmarks import tables
from benchmarks.client import TOKEN, Visitor, measure
from benchmarks.network import Shape, environment, make, memory, served
from benchmarks.pages import among

SHAPE = Shape(1_000, 20, 2_000)
ROUNDS = 4
TOLD = 200
ALONE, CROWD = "question:900001", "question:900002"  # subjects that nothing else speaks of
MINUTE = 60_000
HEADS = {
    "streams": "streams open",
    "idle": "MB without streams",
    "full": "MB with them",
    "each": "kB each",
    "p50": "told after, p50 ms",
    "p99": "p99 ms",
    "last": "all told of one thing, s",
    "notify": "NOTIFY in a transaction, ms",
    "ratio": "pages with ÷ without",
}


class Readers:
    """So many streams, in a thread of their own. `heard`: when each was told, by subject."""

    def __init__(self, port: int, secret: str) -> None:
        self.port = port
        self.secret = secret
        self.heard: dict[str, list[float]] = {ALONE: [], CROWD: []}
        self._numbers = count(1)
        self._loop = asyncio.new_event_loop()
        self._open: list[asyncio.StreamWriter] = []
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def open(self, subjects: list[str]) -> None:
        asyncio.run_coroutine_threadsafe(self._open_all(subjects), self._loop).result(60)

    def close(self) -> None:
        async def all_of_them() -> None:
            for writer in self._open:
                writer.close()
            self._open.clear()

        asyncio.run_coroutine_threadsafe(all_of_them(), self._loop).result(60)

    async def _open_all(self, subjects: list[str]) -> None:
        for subject in subjects:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            path = f"/live/?ticket={self._ticket(subject)}"
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            head = await reader.readuntil(b": open")
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                raise SystemExit(f"A stream was answered {head[:40]!r}")
            self._open.append(writer)
            self._loop.create_task(self._listen(reader, subject))

    async def _listen(self, reader: asyncio.StreamReader, subject: str) -> None:
        while line := await reader.readline():
            if line.startswith(b"event: new"):
                self.heard[subject].append(time.perf_counter())

    def _ticket(self, subject: str) -> str:
        from vaknet.kit.tickets import Ticket, seal  # noqa: PLC0415 - once the folder is known

        now = int(time.time() * 1000)
        bearer = f"actor:{800_000 + next(self._numbers)}"
        ticket = Ticket(bearer, subject, (bearer, "group:900001"), now, now + 20 * MINUTE)
        return seal(self.secret, ticket)


def live_memory(house: psutil.Process) -> float:
    return memory(house)["live"]


def told(readers: Readers) -> list[float]:
    """Milliseconds from the commit until one reader is told."""
    from django.db import transaction  # noqa: PLC0415

    from vaknet.domain.activity.actions import tell_who_looks  # noqa: PLC0415

    took = []
    for _ in range(TOLD):
        before = len(readers.heard[ALONE])
        with transaction.atomic():
            tell_who_looks("question", 900001)
        began = time.perf_counter()
        until(lambda before=before: len(readers.heard[ALONE]) > before)  # type: ignore[misc]
        took.append((readers.heard[ALONE][-1] - began) * 1000)
    return took


def crowd(readers: Readers, size: int) -> float:
    """Seconds until everybody is told of one thing: spread, since all then look."""
    from vaknet.domain.activity.actions import tell_who_looks  # noqa: PLC0415

    readers.heard[CROWD].clear()
    began = time.perf_counter()
    tell_who_looks("question", 900002)
    until(lambda: len(readers.heard[CROWD]) >= size)
    return max(readers.heard[CROWD]) - began


def notify() -> float:
    """Milliseconds that it adds to a transaction, the median."""
    from django.db import connection, transaction  # noqa: PLC0415

    from vaknet.domain.activity.actions import tell_who_looks  # noqa: PLC0415

    def once(*, tells: bool) -> float:
        began = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            # As any answer does: the log and its job write, so the commit waits for the disk.
            cursor.execute("SELECT pg_current_xact_id()")
            cursor.execute("SELECT pg_notify('benchmark', '')")
            if tells:
                tell_who_looks("question", 900003)
        return (time.perf_counter() - began) * 1000

    pairs = [(once(tells=True), once(tells=False)) for _ in range(300)]
    return statistics.median(a for a, _b in pairs) - statistics.median(b for _a, b in pairs)


def until(true: Any, seconds: float = 30) -> None:
    limit = time.perf_counter() + seconds
    while not true():
        if time.perf_counter() > limit:
            raise SystemExit("A reader was not told in time.")
        time.sleep(0.0002)


@contextmanager
def opened(readers: Readers, subjects: list[str]) -> Iterator[None]:
    readers.open(subjects)
    try:
        yield
    finally:
        readers.close()
        time.sleep(1)


def pages(readers: Readers, subjects: list[str], visitor: Visitor, paths: list[str]) -> float:
    """How much longer a question page takes while streams are open: medians of rounds in turn."""

    def once() -> float:
        return measure([visitor], among(paths), requests=150, seconds=8).p50

    once()
    without, during = [], []
    for _ in range(ROUNDS):
        without.append(once())
        with opened(readers, subjects):
            during.append(once())
    return statistics.median(during) / statistics.median(without)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--streams", type=int, default=1_000)
    streams = parser.parse_args().streams
    data = make(SHAPE)
    with served(data) as (port, house):
        os.environ.update(environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"})
        import django  # noqa: PLC0415

        django.setup()
        from benchmarks.world import world  # noqa: PLC0415
        from vaknet.configuration import configuration  # noqa: PLC0415

        found = world(clients=1, variety=25)
        visitor = Visitor(port, f"sessionid={found['sessions'][0]}; csrftoken={TOKEN}")
        readers = Readers(port + 1, configuration.secret_key)
        subjects = [ALONE] + [CROWD] * (streams - 1)
        idle = live_memory(house)
        with opened(readers, subjects):
            time.sleep(2)
            times = told(readers)
            last = crowd(readers, streams - 1)
            full = live_memory(house)
        row = {
            "streams": streams,
            "idle": round(idle),
            "full": round(full),
            "each": round((full - idle) * 1000 / streams, 1),
            "p50": round(float(np.percentile(times, 50)), 1),
            "p99": round(float(np.percentile(times, 99)), 1),
            "last": round(last, 1),
            "notify": round(notify(), 2),
            "ratio": round(pages(readers, subjects, visitor, found["paths"]["questions"]), 2),
        }
    _keep(str(SHAPE), row)


def _keep(shape: str, row: dict[str, Any]) -> None:
    known = tables.keep("live", f"{shape}, {row['streams']} streams", row)
    lines = [
        "# What open pages cost",
        "`python -m benchmarks.live`: memory is all of `vaknet live` (PSS). Told: from the commit "
        "until the reader has it, with all streams open. Pages: the median of a question page, "
        "with the streams open and without in turn, in one run; clients and server share the "
        "cores.",
        "",
        *tables.head([*HEADS.values(), "measured"]),
        *[
            tables.row([*(one[name] for name in HEADS), tables.circumstances(one)])
            for one in known.values()
        ],
    ]
    tables.write("live", lines)


if __name__ == "__main__":
    main()
