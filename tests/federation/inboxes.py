"""A server of another network on this machine, that answers as it is told."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.background import in_background
from vaknet.kit.internet import Address


@dataclass(frozen=True)
class Came:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Elsewhere:
    """`answers`: statuses by path, one after the other; the last one stays. Without any it is 202.

    0 is no answer at all until the test is over. `only`: the way to sign that it takes. `takes`:
    seconds for each.
    """

    port: int
    answers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [202]))
    headers: dict[str, str] = field(default_factory=dict)
    only: str = ""
    takes: float = 0.0
    came: list[Came] = field(default_factory=list)
    lines: set[object] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"

    def inbox(self, path: str = "/inbox") -> str:
        return f"http://{self.name}{path}"

    def may_reach(self, address: Address, port: int) -> bool:
        return address.is_loopback and port == self.port

    def next_answer(self, path: str, headers: dict[str, str]) -> int:
        way = "rfc9421" if "Signature-Input" in headers else "draft"
        if self.only and way != self.only:
            return 401
        left = self.answers[path]
        return left.pop(0) if len(left) > 1 else left[0]


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.lines.add(self.client_address)
            there.came.append(Came(self.path, dict(self.headers), body))
            there.over.wait(there.takes)
            status = there.next_answer(self.path, dict(self.headers))
            if not status:
                there.over.wait()
                return
            self.send_response(status)
            for name, value in there.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Quietly."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        there = Elsewhere(listener.server_address[1])
        with in_background(listener):
            try:
                yield there
            finally:
                there.over.set()
