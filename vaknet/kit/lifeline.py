"""A process that does not outlive the one that started it."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import parent_process

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def tie(parent: int, sign: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel for `sign` when the parent dies; where it cannot, nothing happens.

    Only dependable when the parent started us from its one thread or its main thread.
    """
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), sign)


def tie_to_starter() -> None:
    """For what a server starts by `multiprocessing`: it ends with that server, at once. If it
    lingered it would hold the port and take every second visitor.
    """
    starter = parent_process()  # it may be dead already
    tie(os.getppid() if starter is None else starter.pid or os.getppid(), signal.SIGKILL)


def tied(sign: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """`tie` to this process, to be called in a child between fork and exec."""
    parent = os.getpid()
    return lambda: tie(parent, sign)
