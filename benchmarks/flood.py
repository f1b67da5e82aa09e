"""What does a flood of the shared inbox cost in memory, and does a page come meanwhile?

    python -m benchmarks.flood

A real `vaknet serve`, over loopback. 200 POSTs of 10 MB from 20 connections, then 200 of 1 MB, the
most that is read, and then 20 who send a byte a second. A guest asks for the start page before and
meanwhile.
"""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil

from benchmarks import tables
from benchmarks.client import Visitor, measure
from benchmarks.network import ROOT, free_port, memory, served_at, vaknet
from benchmarks.pages import among

DATA = ROOT / "var" / "bench" / "flood"
POSTS, CONNECTIONS = 200, 20
SLOW_SECONDS, PATIENCE = 30.0, 60.0
LOOK_EVERY = 0.2
PIECE = b" " * 65_536
MB = 1_000_000
TAKEN_IN = 1_000_000  # what one activity may have, and is read


class Look:
    """Memory of the web processes and of all, in MB (PSS), and how long a page takes (ms)."""

    def __init__(self, house: psutil.Process, port: int) -> None:
        self.house, self.visitor = house, Visitor(port, "")
        self.web, self.all, self.page = list[float](), list[float](), list[float]()

    def once(self) -> None:
        used = memory(self.house)
        self.web.append(used.get("web", 0.0))
        self.all.append(sum(used.values()))
        self.page.extend(measure([self.visitor], among(["/"]), requests=10, seconds=2).milliseconds)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        over = threading.Event()

        def look() -> None:
            while not over.is_set():
                self.once()
                over.wait(LOOK_EVERY)

        watcher = threading.Thread(target=look)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()


def main() -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    vaknet(DATA, "migrate")
    port = free_port()
    settings = DATA / "vaknet.env"
    settings.write_text(
        f"VAKNET_BASE_URL=http://127.0.0.1:{port}\nVAKNET_FEDERATION=yes\n"
        f"VAKNET_FEDERATION_TRIAL=127.0.0.1:{port}\n",
        encoding="utf-8",
    )
    rounds: dict[str, Callable[[int], Counter[str]]] = {
        f"{POSTS} of 10 MB": lambda port: posted(port, 10 * MB),
        f"{POSTS} of 1 MB": lambda port: posted(port, TAKEN_IN),
        f"{CONNECTIONS} of a byte a second": slowly,
    }
    try:
        with served_at(DATA, port) as house:
            for name, flood in rounds.items():
                known = tables.keep("flood", name, flooded(port, house, flood))
    finally:
        settings.unlink()
    tables.write("flood", lines(known))


def flooded(
    port: int, house: psutil.Process, flood: Callable[[int], Counter[str]]
) -> dict[str, Any]:
    before, meanwhile = Look(house, port), Look(house, port)
    for _time in range(5):
        before.once()
    began = time.perf_counter()
    with meanwhile.going_on():
        said = flood(port)
    took = time.perf_counter() - began
    calm, page = middle(before.page), sorted(meanwhile.page)
    return {
        "took": round(took, 1),
        "answers": ", ".join(f"{word} × {n}" for word, n in sorted(said.items())),
        "web before": round(middle(before.web)),
        "web peak": round(max(meanwhile.web)),
        "all before": round(middle(before.all)),
        "all peak": round(max(meanwhile.all)),
        "page before": round(calm, 1),
        "page": round(middle(page), 1),
        "page worst": round(page[-1], 1),
        "pages": len(page),
    }


def posted(port: int, size: int) -> Counter[str]:
    """What was answered, or that the server closed the door."""
    said: Counter[str] = Counter()
    left, lock = list(range(POSTS)), threading.Lock()

    def send() -> None:
        while True:
            with lock:
                if not left:
                    return
                left.pop()
            answer = _post(port, size)
            with lock:
                said[answer] += 1

    _together(send)
    return said


def _post(port: int, size: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        try:
            line.sendall(_head(size))
            for start in range(0, size, len(PIECE)):
                line.sendall(PIECE[: size - start])
        except OSError:  # it hangs up: what it said before is still there
            return _answer(line) or "closed"
        return _answer(line) or "closed"


def slowly(port: int) -> Counter[str]:
    """When they were hung up on or answered; who was not in time is "still open"."""
    said: Counter[str] = Counter()
    lock = threading.Lock()

    def drip() -> None:
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", port), timeout=1.0) as line:
            line.sendall(_head(1_000))
            word = ""
            while not word and time.monotonic() - began < SLOW_SECONDS:
                word = _dripped(line)
        with lock:
            said[word or "still open"] += 1

    _together(drip)
    return said


def _dripped(line: socket.socket) -> str:
    """One byte, and a second in which an answer may come."""
    try:
        line.sendall(b" ")
        said = line.recv(64)
    except TimeoutError:
        return ""
    except OSError:
        return "closed"
    return _status(said) or "closed"


def _head(size: int) -> bytes:
    return (
        f"POST /ap/inbox HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n"
        "Content-Type: application/activity+json\r\nConnection: close\r\n\r\n"
    ).encode()


def _answer(line: socket.socket) -> str:
    try:
        return _status(line.recv(64))
    except OSError:
        return ""


def _status(said: bytes) -> str:
    words = said.split(b" ", 2)
    return words[1].decode("ascii", "replace") if len(words) > 1 else ""


def _together(deed: Callable[[], None]) -> None:
    threads = [threading.Thread(target=deed) for _number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def lines(known: dict[str, dict[str, Any]]) -> list[str]:
    columns = {
        "answers": "answered",
        "took": "took, s",
        "web before": "web before, MB",
        "web peak": "web peak, MB",
        "all before": "all before, MB",
        "all peak": "all peak, MB",
        "page before": "page before, ms",
        "page": "page meanwhile, ms",
        "page worst": "the slowest, ms",
        "pages": "pages asked",
        "load": "load before",
    }
    about = next(iter(known.values()))
    return [
        "# A flood of the shared inbox",
        f"`python -m benchmarks.flood`: unsigned, from {CONNECTIONS} connections at once, to a "
        "real `vaknet serve` over loopback. Memory is PSS, of web processes and of all with the "
        "database; peak is the most that was seen, five times a second at best. Pages: medians of "
        "a guest at the start page. Clients share the cores.",
        "",
        *tables.head(["flood", *columns.values()]),
        *(tables.row([name, *(one[key] for key in columns)]) for name, one in known.items()),
        "",
        "Who sends a byte a second holds one of six places of each web process as long as the "
        "line is open; the others hear 503 at once, and pages go on (docs/decisions/0085). A "
        "proxy that collects what comes in before it passes it on spares them that; here there "
        "is none. Before, with no such places, one page came in 30 seconds.",
        "",
        f"On {about['on']}: {about['machine']}.",
    ]


if __name__ == "__main__":
    main()
