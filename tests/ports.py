"""Ports for servers that are processes of their own, and are told where to listen.

Below those that the system hands out: of these another test may be given the same one before the
server listens that it was meant for.
"""

import os
import socket
from itertools import count

FIRST, LAST = 12_000, 32_000
SIDE_BY_SIDE = 10  # some servers take the next port too, and some stand beside one another
_PLACES = (LAST - FIRST) // SIDE_BY_SIDE
_turns = count(os.getpid() * 613)  # the processes of one run begin far from each other


def free_port() -> int:
    """As are the nine that follow on it, and all of them are given once."""
    for turn in _turns:
        port = FIRST + turn % _PLACES * SIDE_BY_SIDE
        if all(_is_free(port + number) for number in range(SIDE_BY_SIDE)):
            return port
    raise AssertionError("unreachable")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
