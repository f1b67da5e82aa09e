"""An issue to everybody: python -m benchmarks.publishing --readers 10000

A network of that many members, all in one group, served by a real `vaknet serve` with a mail
server that takes everything. An editor publishes. How long until a letter for each reader waits in
the queue, how many the mail server has after three minutes, what pages cost meanwhile beside before
(asked in the same way), and how much memory the worker takes.
"""

import argparse
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psutil

from benchmarks import tables
from benchmarks.client import Ask, Timing, Visitor, measure
from benchmarks.network import Shape, environment, free_port, make, memory, served
from benchmarks.sink import Sink, sink

READERS = 10_000
POSTS, TIES = 2_000, 4
REQUESTS, WARM_UP, HANDFUL = 400, 60, 8
SLOWEST_QUEUE, MOST_SLOWED = 30, 20  # s, % more at p50
HEADLINE = "Een nummer voor iedereen"  # in the text of each letter
LONGEST = 180  # s: that long we watch the letters go
HEAD = """\
# An issue to everybody
`python -m benchmarks.publishing --readers 10000`

From the click of an editor on Publish, against a real `vaknet serve` as it comes. Pages (start \
page, group page, issue and a question, by turns) are asked by one client, before and meanwhile; \
it, the mail server and Vaknet share the cores."""


@dataclass
class Watch:
    """Looks twice a second at what the worker holds, until it is told to stop."""

    house: psutil.Process
    most: float = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.stopped.wait(0.5):
            self.most = max(self.most, memory(self.house).get("worker", 0))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--readers", type=int, default=READERS)
    readers = parser.parse_args().readers
    known = tables.keep("publishing", f"{readers:,} readers", measured(readers))
    _write(known)


def measured(readers: int) -> dict[str, Any]:
    shape = Shape(readers, TIES, POSTS, seed=7)
    port = free_port()
    data = make(shape)
    (data / "vaknet.env").write_text(f"VAKNET_MAIL_URL=smtp://127.0.0.1:{port}?tls=none\n")
    try:
        with (
            sink(port, data / "letters", HEADLINE) as mail,
            served(data) as (page_port, house),
        ):
            os.environ.update(environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"})
            import django  # noqa: PLC0415

            django.setup()
            return _published(page_port, house, mail)
    finally:
        (data / "vaknet.env").unlink()


def _published(port: int, house: psutil.Process, mail: Sink) -> dict[str, Any]:
    from benchmarks import publishing_world as world  # noqa: PLC0415

    made = world.everybody_in_one_group()
    visitor = Visitor(port, f"sessionid={made.session}")
    asks = _by_turns(made.paths)
    measure([visitor], asks, requests=WARM_UP, seconds=60)
    turns = iter(range(REQUESTS // HANDFUL))
    before = _meanwhile(visitor, asks, lambda: next(turns, None) is None)
    rest = memory(house).get("worker", 0)
    mail.forget()  # what an earlier run left in the queue
    with _watched(house) as watch:
        began = time.perf_counter()
        world.publish(made, HEADLINE)
        took = time.perf_counter() - began
        queueing = _meanwhile(visitor, asks, lambda: world.queued() >= made.readers)
        queued = time.perf_counter() - began
        sending = _meanwhile(visitor, asks, lambda: len(mail.letters()) >= made.readers)
        sent = time.perf_counter() - began
    letters = mail.letters()
    return {
        "readers": made.readers,
        "publish s": round(took, 2),
        "queued s": round(queued, 1),
        "sent s": round(sent, 1),
        "sent": len(letters),
        "twice": len(letters) - len(set(letters)),
        "p50 before": round(before.p50, 1),
        "p50 queueing": round(queueing.p50, 1),
        "p50 sending": round(sending.p50, 1),
        "pages queueing": len(queueing.milliseconds),
        "pages sending": len(sending.milliseconds),
        "worker MB before": round(rest),
        "worker MB most": round(watch.most),
    }


@contextmanager
def _watched(house: psutil.Process) -> Iterator[Watch]:
    watch = Watch(house)
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch.stopped.set()
        thread.join()


def _by_turns(paths: Sequence[str]) -> Callable[[int], Ask]:
    return lambda number: Ask(paths[number % len(paths)])


def _meanwhile(visitor: Visitor, asks: Callable[[int], Ask], done: Callable[[], bool]) -> Timing:
    """Pages, a handful at a time, until it is done; at least one handful."""
    import numpy as np  # noqa: PLC0415

    began, took = time.perf_counter(), []
    while True:
        took.append(measure([visitor], asks, requests=HANDFUL, seconds=60).milliseconds)
        if done() or time.perf_counter() - began > LONGEST:
            return Timing(np.concatenate(took), time.perf_counter() - began)


def _write(known: dict[str, Any]) -> None:
    text = [HEAD]
    for name, found in known.items():
        slower = {
            when: round(100 * (found[f"p50 {when}"] / found["p50 before"] - 1))
            for when in ("queueing", "sending")
        }
        rows: list[list[object]] = [
            ["a letter for each waits", f"{found['queued s']} s", f"≤ {SLOWEST_QUEUE} s"],
            [f"letters taken within {found['sent s']} s", f"{found['sent']:,}", ""],
            ["letters taken twice", found["twice"], "0"],
            ["pages before, p50", f"{found['p50 before']} ms", ""],
            [
                f"pages while queueing, p50 of {found['pages queueing']}",
                f"{found['p50 queueing']} ms ({slower['queueing']:+} %)",
                f"≤ +{MOST_SLOWED} %",
            ],
            [
                f"pages while sending, p50 of {found['pages sending']}",
                f"{found['p50 sending']} ms ({slower['sending']:+} %)",
                f"≤ +{MOST_SLOWED} %",
            ],
            ["worker, before", f"{found['worker MB before']} MB", ""],
            ["worker, at most", f"{found['worker MB most']} MB", ""],
        ]
        text += ["", f"## {name}", tables.circumstances(found), ""]
        text += tables.head(["what", "measured", "target"])
        text += [tables.row(row) for row in rows]
    tables.write("publishing", text)


if __name__ == "__main__":
    main()
