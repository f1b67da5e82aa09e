"""A process that does not outlive the one that started it."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

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


def tied(sign: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """`tie` to this process, to be called in a child between fork and exec."""
    parent = os.getpid()
    return lambda: tie(parent, sign)
