"""Servers of tests: each runs in a thread, and stops as soon as its test is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseServer
from threading import Thread

# Python looks twice a second whether it should stop, and each test would wait for that.
SECONDS_TO_STOP = 0.02


@contextmanager
def in_background(server: BaseServer, *, daemon: bool = True) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, args=(SECONDS_TO_STOP,), daemon=daemon)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
