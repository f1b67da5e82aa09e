"""Connections to addresses that were looked at, until one deadline for all of it."""

import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import Enum
from ipaddress import ip_address
from typing import Any

import httpcore

from vaknet.kit.internet import Address
from vaknet.kit.look_ups import LookUps

ONE_OF_MORE = 2.0  # seconds for an address where there is another
_look_ups = LookUps()


class Trouble(Enum):
    NO_ADDRESS = "not the address of a web page"
    FORBIDDEN = "not on the public internet"
    UNREACHABLE = "nobody answers"
    TOO_SLOW = "no whole answer in time"
    TOO_LARGE = "larger than we read"
    NO_PAGE = "the answer is not a page"
    LOST = "it leads on and on"


class Unfetchable(Exception):
    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def _left(deadline: float) -> float:
    """Seconds; a little when it is over, so that who waits hears that it took too long."""
    return max(deadline - time.monotonic(), 0.001)


class Checked(httpcore.NetworkBackend):
    """Connects to the very address that was checked, so that a name cannot change in between.

    A connection that is used again waits until the `deadline` of that time.
    """

    def __init__(self, may_reach: Callable[[Address, int], bool], deadline: float) -> None:
        self.may_reach = may_reach
        self.deadline = deadline
        self.sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = _look_ups.addresses(host, port, seconds=_left(self.deadline))
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no addresses of {host}") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        if not all(self.may_reach(ip_address(one.partition("%")[0]), port) for one in found):
            raise Unfetchable(Trouble.FORBIDDEN)
        *first, last = found
        # The first may be of a kind that this machine lacks, or of one that leads nowhere.
        for tried, address in enumerate(first):
            seconds = min(_left(self.deadline) / (len(found) - tried), ONE_OF_MORE)
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return self._connect(address, port, seconds)
        return self._connect(last, port, _left(self.deadline))

    def _connect(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        return _Timed(self.sockets.connect_tcp(address, port, seconds), self)


class _Timed(httpcore.NetworkStream):
    """Waits until the deadline of the whole, not for each piece anew: headers may drip too."""

    def __init__(self, stream: httpcore.NetworkStream, checked: Checked) -> None:
        self.stream = stream
        self.checked = checked

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(self.checked.deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(self.checked.deadline))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self.checked.deadline)
        tls = self.stream.start_tls(ssl_context, server_hostname, left)
        return _Timed(tls, self.checked)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
