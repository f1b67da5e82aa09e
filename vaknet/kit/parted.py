"""A program that parts from this one, with all that is loaded here, instead of loading it again."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable

from setproctitle import setproctitle

from vaknet.kit import lifeline

# Elsewhere what the system itself loads breaks when it is parted from (macOS).
PARTS = sys.platform == "linux"
METHOD = multiprocessing.get_context("fork") if PARTS else multiprocessing.get_context("spawn")
SIGNS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD}


class Parted:
    """Spoken to as a program of `subprocess`; `title` is what a list of processes says.

    `run` is a function of a module, and `given` can be pickled: where nothing can part from this
    process it begins from nothing. To part, this process has one thread and no connection.
    """

    def __init__(self, title: str, run: Callable[..., None], *given: object) -> None:
        self._process = METHOD.Process(target=_be, args=(title, os.getpid(), run, given))
        # What comes for the child before it listens itself would be heard as if it were us.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNS)
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    @property
    def pid(self) -> int | None:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Negative of the signal that ended it; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises `subprocess.TimeoutExpired`."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return self.returncode

    def send_signal(self, sig: int) -> None:
        if self.pid and self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        self._process.kill()


def _be(title: str, parent: int, run: Callable[..., None], given: tuple[object, ...]) -> None:
    signal.set_wakeup_fd(-1)
    for sign in SIGNS:
        signal.signal(sign, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNS)
    lifeline.tie(parent)
    setproctitle(title)
    run(*given)
