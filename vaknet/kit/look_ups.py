"""Looking up the addresses of a name, with our patience instead of the machine's.

The resolver of the machine has no deadline: where no name server answers it tries on for half a
minute. So it is asked in a thread, which is left to itself when the time is over. `dns.resolver`
does have a lifetime, but is another resolver: without /etc/hosts and what else the machine was told
to ask, and without the order in which addresses are best tried (RFC 6724).
"""

import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Thread

AT_ONCE = 64  # in a process, with those for which nobody waits any more


def of_machine(host: str, port: int) -> list[str]:
    """In the order in which they are to be tried, each once. Raises OSError and UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


class LookUps:
    """`ask`: who knows the addresses, and may be silent. `at_once`: so many are asked for and not
    answered; whoever comes next waits until one is, as long as there is time."""

    def __init__(
        self, ask: Callable[[str, int], list[str]] = of_machine, *, at_once: int = AT_ONCE
    ) -> None:
        self._ask = ask
        self._free = BoundedSemaphore(at_once)

    def addresses(self, host: str, port: int, *, seconds: float) -> list[str]:
        """Raises TimeoutError when that took longer, and whatever else `ask` raises."""
        until = time.monotonic() + seconds
        if not self._free.acquire(timeout=seconds):
            raise TimeoutError
        answer: Future[list[str]] = Future()
        thread = Thread(target=self._answer, args=(answer, host, port), name="look-up", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:  # the machine has no more of them
            self._free.release()
            raise OSError(str(error)) from error
        return answer.result(max(until - time.monotonic(), 0.0))

    def _answer(self, answer: Future[list[str]], host: str, port: int) -> None:
        try:
            answer.set_result(self._ask(host, port))
        except Exception as error:
            answer.set_exception(error)
        finally:
            self._free.release()
