"""The process that keeps streams open, on the database of the tests; and who listens to it."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from tests.house.conftest import eventually
from tests.ports import free_port

PATIENCE = 120.0


@dataclass(frozen=True)
class Streams:
    port: int
    process: subprocess.Popen[bytes]

    def ask(self, path: str, **headers: str) -> "Reader":
        return Reader(self.port, path, headers)

    def listen(self, ticket: str, *, heard: int = 0, **headers: str) -> "Reader":
        return self.ask(f"/live/?ticket={ticket}&na={heard or ''}", **headers)

    @property
    def is_well(self) -> bool:
        try:
            with self.ask("/live/healthz") as answer:
                return answer.status == 200
        except OSError:
            return False


class Reader:
    """One open connection, with what came over it."""

    def __init__(self, port: int, path: str, headers: dict[str, str]) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        lines = [f"GET {path} HTTP/1.1", "Host: localhost"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._file = self._socket.makefile("rb")
        self.status = int(self._file.readline().split()[1])
        self.headers: dict[str, str] = {}
        while line := self._file.readline().decode().strip():
            name, _, value = line.partition(": ")
            self.headers[name] = value
        self.last_id = 0

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def body(self) -> bytes:
        return self._file.read(int(self.headers["content-length"]))

    def event(self, seconds: float = PATIENCE) -> str:
        """The name of the next event; "" when there is none in time, or when it ended."""
        self._socket.settimeout(seconds)
        name = ""
        try:
            while line := self._file.readline():
                if line.startswith(b"event: "):
                    name = line.decode().removeprefix("event: ").strip()
                elif line.startswith(b"id: "):
                    self.last_id = int(line.removeprefix(b"id: "))
                elif line.startswith(b"data: "):
                    return name
        except TimeoutError:
            # A file that timed out once reads no more.
            self._file = self._socket.makefile("rb")
        return ""


@contextmanager
def running(
    data: Path, *, pages: str = "http://localhost:8000", most: int = 50
) -> Iterator[Streams]:
    (data / "served-at").write_text(pages, encoding="utf-8")
    port = free_port()
    database = settings.DATABASES["default"]
    given = {
        "VAKNET_DATA": str(data),
        "VAKNET_SECRET_KEY": settings.SECRET_KEY,
        "VAKNET_LIVE_STREAMS": str(most),
        "DATABASE_URL": f"postgres://postgres@/{database['NAME']}?host={quote(database['HOST'])}",
    }
    command = [sys.executable, "-m", "vaknet", "live", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | given)
    streams = Streams(port, process)
    try:
        eventually(lambda: streams.is_well, PATIENCE)
        yield streams
    finally:
        process.terminate()
        process.wait(PATIENCE)


def run_apart(story: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: the browser of other tests has its loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, story).result(PATIENCE)


def moment() -> int:
    return int(time.time() * 1000)
