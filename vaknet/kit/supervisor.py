"""Keep a few programs running together: all start, all stop, and who falls over is set upright.

One thread that sleeps until a signal, a dead child, or the next moment something is due.
"""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# Who ran this long was well; its next fall counts as the first again.
STEADY = 30.0


class Stopped(Exception):
    """Somebody asked us to stop while we waited for something."""


class Program(Protocol):
    """What we ask of it: `subprocess.Popen` is one, `kit.parted.Parted` another."""

    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


@dataclass
class Child:
    """`launch` starts the program; `farewell` is the signal that it takes as a request to stop."""

    name: str
    launch: Callable[[], Program]
    farewell: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    process: Program | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=float("inf"))

    def start(self) -> None:
        self.process = self.launch()
        self.started = time.monotonic()
        self.due = float("inf")

    def fell(self) -> bool:
        return self.process is not None and self.process.poll() is not None


class Supervisor:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._children: list[Child] = []
        self._stopping = False
        self._wake, self._bell = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._bell, False)
        signal.set_wakeup_fd(self._bell)
        for sign in STOP_SIGNALS:
            signal.signal(sign, lambda number, frame: self._ask_to_stop())
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def _ask_to_stop(self) -> None:
        self._stopping = True

    def start(self, child: Child) -> None:
        self._children.append(child)
        child.start()

    def wait_until(self, true: Callable[[], bool], *, seconds: float, step: float = 0.05) -> bool:
        """Whether it became true in time; children are set upright meanwhile."""
        limit = time.monotonic() + seconds
        while not true():
            if time.monotonic() > limit:
                return False
            self._turn(step)
        return True

    def run_to_end(self, program: subprocess.Popen[bytes]) -> int:
        """Wait for a program that ends by itself; it is ended when we are asked to stop."""
        try:
            while program.poll() is None:
                self._turn(0.5)
        except Stopped:
            program.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(5)
            program.kill()
            program.wait()
            raise
        return program.returncode

    def keep(self) -> None:
        """Until asked to stop."""
        with contextlib.suppress(Stopped):
            while True:
                self._turn(3600)

    def _turn(self, longest: float) -> None:
        for child in self._children:
            self._set_upright(child)
        now = time.monotonic()
        next_due = min((child.due - now for child in self._children), default=longest)
        self._sleep(max(0.0, min(longest, next_due)))
        if self._stopping:
            raise Stopped

    def _sleep(self, seconds: float) -> None:
        select.select([self._wake], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake, 1024)

    def _set_upright(self, child: Child) -> None:
        now = time.monotonic()
        code = child.process.poll() if child.process is not None else None
        if code is not None:
            child.process = None
            if now - child.started > STEADY:
                child.pause = FIRST_PAUSE
            self._put_off(child, f"ended ({_how(code)})")
        elif child.due <= now:
            try:
                child.start()
            except OSError as error:  # the machine has no room for another
                self._put_off(child, f"could not start ({error.strerror})")

    def _put_off(self, child: Child, why: str) -> None:
        child.due = time.monotonic() + child.pause
        self._say(f"{child.name} {why}; it starts again in {child.pause:g} s")
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def stop(self, *, but: str = "") -> None:
        """Last started first; who does not go within its patience is ended."""
        for child in reversed(self._children):
            process = child.process
            if child.name == but or process is None or process.poll() is not None:
                continue
            process.send_signal(child.farewell)
            try:
                process.wait(child.patience)
            except subprocess.TimeoutExpired:
                self._say(f"{child.name} did not stop within {child.patience:g} s and was ended")
                process.kill()
                process.wait()


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
