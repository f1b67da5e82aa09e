"""A server that many commands use: the first who needs it starts it, the last one out stops it.

Kept by file locks, which the system drops when a process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait for the lock, and hold it for the block."""
    lock = _open(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def hold(path: Path) -> int | None:
    """Hold the lock as long as this process lives; None when another process holds it."""
    lock = _open(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def is_held(path: Path) -> bool:
    """Whether some process holds the lock now."""
    lock = hold(path)
    if lock is not None:
        os.close(lock)
    return lock is None


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


class SharedServer:
    """`start` starts it in the background and does nothing when it runs; `stop` stops it."""

    def __init__(
        self, folder: Path, *, start: Callable[[], None], stop: Callable[[], None]
    ) -> None:
        self._turn = folder / "database.turn"
        self._users = folder / "database.users"
        self._ours = folder / "database.on-demand"
        self._start = start
        self._stop = stop

    @contextmanager
    def used(self, runs: Callable[[], bool]) -> Iterator[None]:
        """Have the server run for the block; it is stopped only if a command of ours started it."""
        with locked(self._turn):
            user = _open(self._users)
            fcntl.flock(user, fcntl.LOCK_SH)
            try:
                if not runs():
                    self._ours.touch()
                self._start()
            except BaseException:
                os.close(user)
                raise
        try:
            yield
        finally:
            with locked(self._turn):
                os.close(user)
                if self._ours.exists() and self._unused():
                    self._stop()
                    self._ours.unlink()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Start it for the block and stop it at the end, whoever else still uses it."""
        with locked(self._turn):
            user = _open(self._users)
            fcntl.flock(user, fcntl.LOCK_SH)
            try:
                self._start()
            except BaseException:
                os.close(user)
                raise
        try:
            yield
        finally:
            with locked(self._turn):
                self._stop()
                self._ours.unlink(missing_ok=True)
                os.close(user)

    def _unused(self) -> bool:
        return not is_held(self._users)
