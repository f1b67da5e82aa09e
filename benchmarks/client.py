"""Clients on this machine, bounded in number and time: how long until a page is there."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

TIMEOUT = 30
TOKEN = "benchmark0benchmark0benchmark000"  # noqa: S105 - a CSRF token for ourselves


@dataclass(frozen=True)
class Ask:
    """One request: `body` makes it a POST, `expected` is the status that counts as answered."""

    path: str
    body: str = ""
    expected: int = 200


@dataclass
class Visitor:
    """A connection that is kept, with the cookie of one member or of nobody."""

    port: int
    cookie: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)

    def get(self, ask: Ask) -> bytes:
        headers = {"Host": "localhost", "Accept-Language": "nl", "Cookie": self.cookie}
        method = "POST" if ask.body else "GET"
        if ask.body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            answer = self._sent(method, ask, headers)
        except http.client.RemoteDisconnected:
            # A server closes connections that were idle; any browser then opens another.
            self.connection.close()
            answer = self._sent(method, ask, headers)
        content = answer.read()
        if answer.status != ask.expected:
            raise SystemExit(f"{method} {ask.path} answered {answer.status}")
        return content

    def _sent(self, method: str, ask: Ask, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.connection.request(method, ask.path, ask.body or None, headers)
        return self.connection.getresponse()


@dataclass(frozen=True)
class Timing:
    milliseconds: np.ndarray
    seconds: float

    @property
    def p50(self) -> float:
        return float(np.percentile(self.milliseconds, 50))

    @property
    def p99(self) -> float:
        return float(np.percentile(self.milliseconds, 99))

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds


type Asks = Callable[[int], Ask]


def measure(visitors: Sequence[Visitor], asks: Asks, *, requests: int, seconds: float) -> Timing:
    """Each visitor asks one after another, until all asked `requests` or the time is over."""
    limit = time.perf_counter() + seconds
    each = max(1, requests // len(visitors))
    took: list[list[float]] = [[] for _ in visitors]

    def visit(who: int) -> None:
        for number in range(each):
            began = time.perf_counter()
            if began > limit:
                return
            visitors[who].get(asks(number * len(visitors) + who))
            took[who].append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    threads = [threading.Thread(target=visit, args=(who,)) for who in range(len(visitors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = np.asarray([one for some in took for one in some])
    if not len(every):
        raise SystemExit("No request was answered in time.")
    return Timing(every, time.perf_counter() - began)
