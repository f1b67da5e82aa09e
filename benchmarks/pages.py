"""How fast pages come: python -m benchmarks.pages --people 2000 --ties 50 --posts 50000

Makes a network of that shape (and keeps it in var/bench), serves it with `vaknet serve` as it
comes, and asks its pages over loopback, first one client, then eight. Clients and server share the
cores of this machine. Also counts queries, bytes and memory.
"""

import argparse
import itertools
import os
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import brotli
import psutil

from benchmarks import tables
from benchmarks.client import TOKEN, Ask, Asks, Timing, Visitor, measure
from benchmarks.network import Shape, environment, make, memory, processor_seconds, served

CLIENTS = 8
VARIETY = 25
WARM_UP = 40
# Measured on two such cores and the shape 2,000 × 50 × 50,000: home, discussion signed in, as
# guest, and posting a reply in the best comparable open systems.
YARDSTICK = Shape(2_000, 50, 50_000)
QUESTIONS = (
    "Wie heeft ervaring met digitale bouwdossiers?",
    "Hoe pak je schoolverzuim aan in een kleine gemeente?",
    "Wie weet iets van warmtenetten en isolatie?",
    "Wie kan uitleg geven over Woo-verzoeken en lakken?",
    "Who has experience with accessible websites?",
    "bezwaarschriften en hoorzittingen",
    "Wie begeleidt stagiairs bij de griffie?",
    "schulden bij jongeren",
)


# As people type them: beginnings, whole words, and slips. Each is a page of its own.
TYPED = {
    "vak": ("ver", "vergunning", "verguningverlener", "loodgeiter", "beleidsmedw"),
    "onderwerp": ("bran", "cameratoezigt", "dwangsom", "woo", "fire service"),
    "organisatie": ("gem", "gemeente zw", "rijkswaterstaad", "provincie", "waterschap"),
    "plaats": ("utr", "utrcht", "den b", "s-hertogenbos", "ams"),
}


@dataclass(frozen=True)
class Page:
    """`theirs` is the p50 in milliseconds of the best comparable system on the yardstick shape."""

    name: str
    asks: Asks
    is_guest: bool = False
    theirs: float | None = None


def among(paths: Sequence[str]) -> Asks:
    return lambda number: Ask(paths[number % len(paths)])


def pages(found: dict[str, list[str]]) -> list[Page]:
    fresh = itertools.count()

    def answering(number: int) -> Ask:
        text = f"Wij deden dit vorig jaar. Antwoord {time.time_ns()} {next(fresh)}."
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "text": text})
        return Ask(found["asked"][number % len(found["asked"])], body, 303)

    return [
        Page("start page", among(["/"]), theirs=51),
        Page("start page, guest", among(["/"]), is_guest=True),
        Page("group page", among(found["groups"])),
        Page("question with 20 answers", among(found["questions"]), theirs=21),
        Page(
            "question with 20 answers, guest", among(found["questions"]), is_guest=True, theirs=8.5
        ),
        Page("profile", among(found["profiles"])),
        Page("finder", among([f"/vraag/?q={quote(words)}" for words in QUESTIONS])),
        Page("who does the same work", among(["/vakgenoten/"])),
        Page("organisations", among(["/o/"])),
        Page("an organisation", among(found["organisations"])),
        Page("my network", among(["/ik/netwerk/"])),
        *suggestions(),
        Page("people, from the beginning", among(["/mensen/"])),
        Page("people, by name", among([f"/mensen/?naam={quote(one)}" for one in found["names"]])),
        Page(
            "people, by a name with a slip",
            among([f"/mensen/?naam={quote(with_slip(one))}" for one in found["names"]]),
        ),
        Page("people, narrowed", among([f"/mensen/?{one}" for one in found["narrowed"]])),
        Page("posting an answer", answering, theirs=12),
    ]


def suggestions() -> list[Page]:
    return [
        Page(
            f"suggestions for {kind}",
            among([f"/suggesties/{kind}/?q={quote(typed)}" for typed in words]),
        )
        for kind, words in TYPED.items()
    ]


def with_slip(name: str) -> str:
    """Two letters changed places: "Samira" → "Smaira"."""
    return name[:1] + name[2:3] + name[1:2] + name[3:]


def counted_queries(page: Page, account: Any) -> int:
    """By Django itself, in this process: all that one request asks of the database."""
    from django.db import connection  # noqa: PLC0415 - once we know which data folder
    from django.test import Client  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    if not page.is_guest:
        client.force_login(account)
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    for number in range(2):  # the first time fills what a process keeps
        asked.clear()
        ask = page.asks(number)
        with connection.execute_wrapper(note):
            if ask.body:
                client.post(ask.path, ask.body, content_type="application/x-www-form-urlencoded")
            else:
                client.get(ask.path)
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE")) for sql in asked)


@dataclass(frozen=True)
class Visit:
    """What is measured with, and on."""

    shape: Shape
    port: int
    house: psutil.Process
    requests: int
    seconds: float
    only: Collection[str] = ()

    def timed(self, visitors: Sequence[Visitor], page: Page) -> Timing:
        return measure(visitors, page.asks, requests=self.requests, seconds=self.seconds)

    def row(self, page: Page, visitors: Sequence[Visitor], account: Any) -> dict[str, Any]:
        one = self.alone(page, visitors, account)
        return one if self.only else one | self.together(page, visitors)

    def alone(self, page: Page, visitors: Sequence[Visitor], account: Any) -> dict[str, Any]:
        measure(visitors, page.asks, requests=WARM_UP, seconds=self.seconds)
        before = processor_seconds(self.house)
        one = self.timed(visitors[:1], page)
        work = 1000 * (processor_seconds(self.house) - before) / len(one.milliseconds)
        content = b"" if page.asks(0).body else visitors[0].get(page.asks(0))
        return {
            "page": page.name,
            "p50": round(one.p50, 1),
            "p99": round(one.p99, 1),
            "per second": round(one.per_second),
            "work": round(work, 1),
            "queries": counted_queries(page, account),
            "kB": round(len(content) / 1000, 1),
            "kB brotli": round(len(brotli.compress(content, quality=5)) / 1000, 1),
            "theirs": page.theirs if self.shape == YARDSTICK else None,
        }

    def together(self, page: Page, visitors: Sequence[Visitor]) -> dict[str, Any]:
        many = self.timed(visitors, page)
        return {
            "p50 of 8": round(many.p50, 1),
            "p99 of 8": round(many.p99, 1),
            "per second of 8": round(many.per_second),
        }

    def rows(self, world: dict[str, Any]) -> Iterator[dict[str, Any]]:
        guests = [Visitor(self.port, "") for _ in range(CLIENTS)]
        members = [
            Visitor(self.port, f"sessionid={session}; csrftoken={TOKEN}")
            for session in world["sessions"]
        ]
        for page in pages(world["paths"]):
            if self.only and page.name not in self.only:
                continue
            row = self.row(page, guests if page.is_guest else members, world["account"])
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
            yield row


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=YARDSTICK.people)
    parser.add_argument("--ties", type=int, default=YARDSTICK.ties)
    parser.add_argument("--posts", type=int, default=YARDSTICK.posts)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=400, help="for each page and client count")
    parser.add_argument("--seconds", type=float, default=20, help="at most, likewise")
    chosen = parser.parse_args()
    shape = Shape(chosen.people, chosen.ties, chosen.posts, chosen.seed)
    measured(shape, requests=chosen.requests, seconds=chosen.seconds)


def measured(
    shape: Shape, *, requests: int, seconds: float, only: Collection[str] = ()
) -> list[dict[str, Any]]:
    """A row for each page, kept with the results; or `only` these, by one client, and not kept."""
    data = make(shape)
    with served(data) as (port, house):
        time.sleep(5)
        idle = memory(house)
        os.environ.update(environment(data) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"})
        import django  # noqa: PLC0415

        django.setup()
        from benchmarks.world import world  # noqa: PLC0415

        visit = Visit(shape, port, house, requests, seconds, only)
        rows = list(visit.rows(world(clients=CLIENTS, variety=VARIETY)))
        busy = memory(house)
    if not only:
        tables.keep_pages(str(shape), rows, idle=idle, busy=busy)
    return rows


if __name__ == "__main__":
    main()
