"""Memory that was needed for a moment."""

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Return freed memory to the system. glibc keeps it for later, which a process that waits for
    its next job does not need; other libraries return it by themselves."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
