"""How long until one post is in 5,000 inboxes on 200 other networks, a tenth of them dead or slow?

    python -m benchmarks.fan_out

A real `vaknet serve` sends, over loopback; one process answers for all the others. A guest asks for
the start page all the time: nothing is sent, a post goes, nothing is sent, another goes, and so on.
What pages take while one goes is compared with the quiet before and after it.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any
from urllib.request import urlopen

import numpy as np
import psutil

from benchmarks import tables
from benchmarks.client import Ask, Visitor
from benchmarks.network import (
    ROOT,
    environment,
    free_port,
    memory,
    processor_seconds,
    served_at,
    vaknet,
)

DATA = ROOT / "var" / "bench" / "fan-out"
HOSTS, DEAD, SLOW, INBOXES = 200, 10, 10, 5_000
HEALTHY = INBOXES // HOSTS * (HOSTS - DEAD - SLOW)
POSTS = 3
QUIET = 25.0  # seconds; ten of them pass until nobody waits any more for those that never answer
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


def forget() -> None:
    """What still waits for the dead and the slow: the next post finds nobody in line."""
    from vaknet.domain.federation.models import Delivery  # noqa: PLC0415

    Delivery.objects.filter(arrived_at=None).delete()


def put_down(ports: list[int], post: int) -> tuple[float, int]:
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
        f"http://127.0.0.1:{port}/inbox/{post}/{number}"
        for port in ports
        for number in range(INBOXES // HOSTS)
    ]
    about = f"http://127.0.0.1/{post}"
    note = {"type": "Note", "id": about, "content": "<p>Wie weet dit?</p>" * 40}
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as caught, transaction.atomic():
        deliver(sender, {"type": "Create", "id": f"{about}#new", "object": note}, inboxes)
    return time.perf_counter() - began, len(caught)


class Guest:
    """Asks for the start page, one after another, until the block ends."""

    def __init__(self, port: int) -> None:
        self.visitor = Visitor(port, "")
        self.pages: list[tuple[float, float]] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Guest":
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.over.is_set():
            began = time.perf_counter()
            self.visitor.get(Ask("/"))
            self.pages.append((began, time.perf_counter() - began))

    def took(self, *periods: tuple[float, float]) -> np.ndarray:
        """Seconds of each page that was asked for in one of these."""
        return np.asarray(
            [took for at, took in self.pages if any(began <= at < end for began, end in periods)]
        )


def quiet(port: int) -> tuple[float, float]:
    """From when to when. It is asked what came, as while a post goes: that takes its part too."""
    forget()
    began = time.perf_counter()
    while time.perf_counter() - began < QUIET:
        came(port)
        time.sleep(0.2)
    return began, time.perf_counter()


def fan_out(ports: list[int], house: psutil.Process, guest: Guest) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = []
    periods: list[tuple[float, float]] = []
    silence = [quiet(ports[0])]
    for post in range(POSTS):
        before, spent = came(ports[0]), processor_seconds(house, "worker")
        began = time.perf_counter()
        seconds, statements = put_down(ports, post)
        going = time.perf_counter()
        while came(ports[0])[1] - before[1] < HEALTHY and time.perf_counter() - began < PATIENCE:
            time.sleep(0.2)
        over = time.perf_counter()
        count, different = (now - then for now, then in zip(came(ports[0]), before, strict=True))
        results.append(
            {
                "put_down": round(seconds, 2),
                "statements": statements,
                "took": round(over - began, 1),
                "arrived": different,
                "twice": count - different,
                "share": round((processor_seconds(house, "worker") - spent) / (over - began), 2),
                "worker": round(memory(house).get("worker", 0.0)),
            }
        )
        periods.append((going, over))
        silence.append(quiet(ports[0]))
    return [
        result | compared(guest.took(period), guest.took(*around))
        for result, period, around in zip(results, periods, pairwise(silence), strict=True)
    ]


def compared(meanwhile: np.ndarray, without: np.ndarray) -> dict[str, Any]:
    def quotient(of: Any) -> float:
        return round(float(of(meanwhile) / of(without)), 2)

    return {
        "pages": len(meanwhile),
        "page": round(float(np.median(without)) * 1000, 2),
        "median": quotient(np.median),
        "mean": quotient(np.mean),
        "p95": quotient(lambda took: np.percentile(took, 95)),
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
                with Guest(port) as guest:
                    results = fan_out(ports, house, guest)
        finally:
            settings.unlink()
    for post, result in enumerate(results, 1):
        known = tables.keep("fan_out", f"{INBOXES:,} inboxes on {HOSTS} hosts, {post}", result)
    tables.write("fan_out", lines(known))


def lines(known: dict[str, dict[str, Any]]) -> list[str]:
    head = (
        "inboxes",
        "put down, s",
        "statements",
        "all healthy ones have it, s",
        "arrived",
        "twice",
        "worker, of a core",
        "worker, MB",
        "pages meanwhile",
        "median page without, ms",
        "median with ÷ without",
        "mean",
        "p95",
        "load before",
    )
    names = ("put_down", "statements", "took", "arrived", "twice", "share", "worker")
    names += ("pages", "page", "median", "mean", "p95", "load")
    about = next(iter(known.values()))
    return [
        "# One post to many inboxes",
        f"`python -m benchmarks.fan_out`: {DEAD} of the hosts are dead, {SLOW} never answer. A "
        "real `vaknet serve` sends over loopback, with two jobs at a time; one process answers for "
        "all others and shares the cores. A guest asks for the start page all the time; what it "
        f"takes while a post goes is compared with the {QUIET:.0f} quiet seconds before and after "
        "that post.",
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
