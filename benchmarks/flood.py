"""What does a flood of the shared inbox cost in memory, and does a page come meanwhile?

    python -m benchmarks.flood

A real `vaknet serve`, over loopback. 200 POSTs of 10 MB from 20 connections, then 200 of 1 MB, the
most that is read, the same signed by somebody who is there, 20 who send a byte a second, and 20 who
read one. A guest asks for the start page before and meanwhile.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from benchmarks import tables
from benchmarks.client import Visitor, measure
from benchmarks.flood_clients import (
    CONNECTIONS,
    POSTS,
    TAKEN_IN,
    posted,
    signed,
    slow_readers,
    slowly,
)
from benchmarks.network import ROOT, free_port, memory, served_at, vaknet
from benchmarks.pages import among
from benchmarks.whole_way import somewhere

DATA = ROOT / "var" / "bench" / "flood"
LOOK_EVERY = 0.2
MB = 1_000_000


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
    port, key = free_port(), generate_private_key(65_537, 2_048)
    with somewhere(key) as elsewhere:
        _flood_all(port, elsewhere, key)


def _flood_all(port: int, elsewhere: int, key: RSAPrivateKey) -> None:
    """`elsewhere`: where whoever signs with this key is looked up."""
    settings = DATA / "vaknet.env"
    settings.write_text(
        f"VAKNET_BASE_URL=http://127.0.0.1:{port}\nVAKNET_FEDERATION=yes\n"
        f"VAKNET_FEDERATION_TRIAL=127.0.0.1:{port},127.0.0.1:{elsewhere}\n",
        encoding="utf-8",
    )
    rounds: dict[str, Callable[[int], Counter[str]]] = {
        f"{POSTS} of 10 MB": lambda port: posted(port, 10 * MB),
        f"{POSTS} of 1 MB": lambda port: posted(port, TAKEN_IN),
        f"{POSTS} of 1 MB, signed": lambda port: signed(port, elsewhere, key),
        f"{CONNECTIONS} of a byte a second": slowly,
        f"{CONNECTIONS} who read a byte a second": slow_readers,
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
        f"`python -m benchmarks.flood`: from {CONNECTIONS} connections at once, unsigned unless it "
        "says so, to a real `vaknet serve` over loopback. Memory is PSS, of web processes and of "
        "all with the database; peak is the most that was seen, five times a second at best. "
        "Pages: medians of a guest at the start page. Clients share the cores.",
        "",
        *tables.head(["flood", *columns.values()]),
        *(tables.row([name, *(one[key] for key in columns)]) for name, one in known.items()),
        "",
        "Who sends a byte a second holds one of six places of each web process as long as the "
        "line is open; the others hear 503 at once, and pages go on (docs/decisions/0085). A "
        "proxy that collects what comes in before it passes it on spares them that; here there "
        "is none. Before, with no such places, one page came in 30 seconds.",
        "",
        "Of who signs, 10 MB wait to be done; then that host hears 503 and comes again.",
        "",
        f"On {about['on']}: {about['machine']}.",
    ]


if __name__ == "__main__":
    main()
