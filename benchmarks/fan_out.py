"""How long until one post is in 5,000 inboxes on 200 other networks, a tenth of them dead or slow?

    python -m benchmarks.fan_out

A real `vaknet serve` sends, over loopback; one process answers for all the others. A guest asks for
the start page before and meanwhile.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from urllib.request import urlopen

from benchmarks import tables
from benchmarks.client import Visitor, measure
from benchmarks.network import ROOT, environment, free_port, memory, served_at, vaknet
from benchmarks.pages import among

DATA = ROOT / "var" / "bench" / "fan-out"
HOSTS, DEAD, SLOW, INBOXES = 200, 10, 10, 5_000
HEALTHY = INBOXES // HOSTS * (HOSTS - DEAD - SLOW)
PATIENCE = 600.0


@contextmanager
def others() -> Iterator[list[int]]:
    words = [str(one) for one in (HOSTS, DEAD, SLOW)]
    command = [sys.executable, "-m", "benchmarks.inboxes", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def came(port: int) -> tuple[int, int]:
    with urlopen(f"http://127.0.0.1:{port}/count", timeout=10) as answer:
        count, different = json.loads(answer.read())
    return count, different


def put_down(ports: list[int]) -> tuple[float, int]:
    """Seconds and statements of the transaction."""
    from django.db import connection, transaction  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from vaknet.domain.federation import actions  # noqa: PLC0415
    from vaknet.domain.federation.actions.delivery import deliver  # noqa: PLC0415
    from vaknet.domain.federation.queries import network  # noqa: PLC0415

    actions.prepare_network(name="Vaknet")
    sender = network()
    assert sender is not None
    inboxes = [
        f"http://127.0.0.1:{port}/inbox/{number}"
        for port in ports
        for number in range(INBOXES // HOSTS)
    ]
    note = {"type": "Note", "id": "http://127.0.0.1/x", "content": "<p>Wie weet dit?</p>" * 40}
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as caught, transaction.atomic():
        deliver(sender, {"type": "Create", "id": "http://127.0.0.1/y", "object": note}, inboxes)
    return time.perf_counter() - began, len(caught)


def fan_out(ports: list[int], house: Any, visitor: Visitor, paths: list[str]) -> dict[str, float]:
    def page() -> float:
        return measure([visitor], among(paths), requests=100, seconds=6).p50

    page()
    before = page()
    during: list[float] = []
    most = 0.0
    over = threading.Event()

    def look() -> None:
        during.append(page())
        while not over.is_set():
            during.append(page())

    began = time.perf_counter()
    seconds, statements = put_down(ports)
    watcher = threading.Thread(target=look)
    watcher.start()
    while came(ports[0])[1] < HEALTHY and time.perf_counter() - began < PATIENCE:
        most = max(most, memory(house).get("worker", 0.0))
        time.sleep(0.2)
    took = time.perf_counter() - began
    over.set()
    watcher.join()
    count, different = came(ports[0])
    return {
        "put_down": round(seconds, 2),
        "statements": statements,
        "took": round(took, 1),
        "arrived": different,
        "twice": count - different,
        "worker": round(most),
        "rounds": len(during),
        "median": round(median(during) / before, 2),
        "slowest": round(max(during) / before, 2),
    }


def main() -> None:
    data = DATA
    data.mkdir(parents=True, exist_ok=True)
    vaknet(data, "migrate")
    port = free_port()
    with others() as ports:
        hosts = ",".join(f"127.0.0.1:{one}" for one in [port, *ports])
        settings = data / "vaknet.env"
        settings.write_text(
            f"VAKNET_BASE_URL=http://127.0.0.1:{port}\nVAKNET_FEDERATION=yes\n"
            f"VAKNET_FEDERATION_TRIAL={hosts}\n",
            encoding="utf-8",
        )
        try:
            with served_at(data, port) as house:
                os.environ.update(environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"})
                import django  # noqa: PLC0415

                django.setup()
                result = fan_out(ports, house, Visitor(port, ""), ["/"])
        finally:
            settings.unlink()
    known = tables.keep("fan_out", f"{INBOXES:,} inboxes on {HOSTS} hosts", result)
    tables.write("fan_out", lines(known))


def lines(known: dict[str, dict[str, Any]]) -> list[str]:
    head = (
        "inboxes",
        "put down, s",
        "statements",
        "all healthy ones have it, s",
        "arrived",
        "twice",
        "worker, MB",
        "rounds of the start page meanwhile",
        "median round ÷ before",
        "slowest ÷ before",
        "load before",
    )
    names = ("put_down", "statements", "took", "arrived", "twice", "worker")
    names += ("rounds", "median", "slowest", "load")
    about = next(iter(known.values()))
    return [
        "# One post to many inboxes",
        f"`python -m benchmarks.fan_out`: {DEAD} of the hosts are dead, {SLOW} never answer. A "
        "real `vaknet serve` sends over loopback, with two jobs at a time; one process answers for "
        "all others and shares the cores. Each round is the median of up to 100 pages within six "
        "seconds. “?”: an older run, which kept its fastest round alone: that flattered.",
        "",
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
        *(
            f"| {name} | {' | '.join(str(one.get(key, '?')) for key in names)} |"
            for name, one in known.items()
        ),
        "",
        f"On {about['on']}: {about['machine']}.",
    ]


if __name__ == "__main__":
    main()
