"""The whole of one question in a large network: python -m benchmarks.finder_query

From what is typed to who, why and through whom, with PostgreSQL, encoder, ways and reasons, in one
process; and how long it takes until what somebody writes is found. The network is made once and
kept. What its texts mean is drawn from our phrase book: reading them all would take hours.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import psutil

from benchmarks import tables
from benchmarks.network import Shape, environment, make
from benchmarks.today import within

LARGE = Shape(100_000, 50, 50_000)
ASKED, WARM_UP, CHANGES = 300, 20, 20
MOST_P50, MOST_P99, SOON = 45, 120, 2_000
MEANINGS = """
copy finding_meaning (passage_id, digest, encoder, codes, transaction) from stdin (format binary)
"""
COLUMNS = ("what", "p50 ms", "p99 ms", "asked", "")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=LARGE.people)
    parser.add_argument("--step", action="store_true", help="in the network of VAKNET_DATA")
    chosen = parser.parse_args()
    if chosen.step:
        sys.stdout.write(json.dumps(within(_step)))
        return
    shape = Shape(chosen.people, LARGE.ties, LARGE.posts)
    settings = environment(make(shape)) | {"DJANGO_SETTINGS_MODULE": "vaknet.settings"}
    command = [sys.executable, "-m", "benchmarks.finder_query", "--step"]
    done = subprocess.run(command, env=os.environ | settings, check=True, stdout=subprocess.PIPE)
    _write(tables.keep("finder_query", str(shape), json.loads(done.stdout)))


def _step() -> dict[str, Any]:
    from vaknet.domain.connections.actions import rebuild_network  # noqa: PLC0415
    from vaknet.domain.finding import actions  # noqa: PLC0415
    from vaknet.domain.finding.models import Passage  # noqa: PLC0415

    _give_meaning()
    actions.rebuild()
    rebuild_network()
    found = {"passages": Passage.objects.count()} | _asked() | _changed()
    return found | {"MB": round(psutil.Process().memory_full_info().uss / 1e6)}


def _give_meaning() -> None:
    """To every passage that has none: a direction near that of one of our sayings."""
    from django.db import connection  # noqa: PLC0415

    from vaknet.domain.finding.encoder import encoder_number, read_bridge  # noqa: PLC0415
    from vaknet.domain.finding.unread import unread  # noqa: PLC0415
    from vaknet.engine.meaning import codes  # noqa: PLC0415
    from vaknet.engine.meaning.space import unit  # noqa: PLC0415

    beyond = read_bridge("phrases").beyond.astype(float)
    chance, encoder = np.random.default_rng(1), encoder_number()

    def rows() -> Iterator[tuple[Any, ...]]:
        for pk, digest in unread().values_list("pk", "digest").iterator(chunk_size=5_000):
            near = beyond[chance.integers(len(beyond))] + chance.normal(0, 12, beyond.shape[1])
            yield pk, digest, encoder, codes(unit(near[None])).tobytes(), 1

    drawn = list(rows())  # the connection is busy while rows are copied
    with connection.cursor() as cursor, cursor.copy(MEANINGS) as copy:
        copy.set_types(["int8", "int8", "int8", "bytea", "int8"])
        for row in drawn:
            copy.write_row(row)


def _asked() -> dict[str, Any]:
    """Questions of the phrase book, by members drawn by lot."""
    from django.db import connection, reset_queries  # noqa: PLC0415

    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.finding.encoder import encoder  # noqa: PLC0415
    from vaknet.domain.finding.queries import who_can_help  # noqa: PLC0415
    from vaknet.domain.finding.vocabulary import phrase_book  # noqa: PLC0415

    chance = np.random.default_rng(2)
    sayings = [saying for saying, _ in phrase_book()]
    members = list(Actor.objects.filter(account__is_active=True).order_by("pk")[:20_000])
    whole, reading, statements, shown = [], [], [], []
    reader = encoder()
    for place in range(WARM_UP + ASKED):
        connection.force_debug_cursor = place < WARM_UP  # keeping count takes time
        viewer = members[int(chance.integers(len(members)))]
        saying = sayings[int(chance.integers(len(sayings)))]
        reset_queries()
        began = time.perf_counter()
        found = who_can_help(viewer, saying, language="nl", limit=6)
        took = time.perf_counter() - began
        statements.append(len(connection.queries))
        if reader is not None and place >= WARM_UP:
            began = time.perf_counter()
            reader.question(saying + "?")
            reading.append(1000 * (time.perf_counter() - began))
        if place >= WARM_UP:
            whole.append(1000 * took)
            shown.append(len(found.people))
    return {
        "whole": _quantiles(whole),
        "encoder": _quantiles(reading),
        "statements": max(statements),
        "shown": float(np.mean(shown)),
    }


def _changed() -> dict[str, Any]:
    """Somebody tells that she knows something; until she is found by it, in words and meaning."""
    from vaknet.domain.activity.models import Actor  # noqa: PLC0415
    from vaknet.domain.finding import actions  # noqa: PLC0415
    from vaknet.domain.finding.queries import who_can_help  # noqa: PLC0415
    from vaknet.domain.people import actions as people  # noqa: PLC0415

    viewer, *others = Actor.objects.filter(account__is_active=True).order_by("pk")[: CHANGES + 1]
    took = []
    for place, person in enumerate(others):
        topic = people.add_known_topic(person, text=f"Kwarrelbosch {place} bemonsteren")
        began = time.perf_counter()
        actions.read_meaning(actions.index(person))
        found = who_can_help(viewer, f"Wie kan Kwarrelbosch {place} bemonsteren?", limit=6)
        took.append(1000 * (time.perf_counter() - began))
        assert any(one.actor == person for one in found.people), f"{person} is not found"
        people.remove_known_topic(person, topic=topic)
        actions.index(person)
    return {"change": _quantiles(took)}


def _quantiles(took: list[float]) -> list[float]:
    return [round(float(np.quantile(took, share)), 1) for share in (0.5, 0.99)]


def _write(known: dict[str, Any]) -> None:
    lines = [
        "# One whole question in a large network",
        "`python -m benchmarks.finder_query`",
        "",
        "In one process, with its own PostgreSQL, encoder included; what texts mean is drawn from",
        "our phrase book.",
    ]
    for shape, one in known.items():
        whole, change = one["whole"], one["change"]
        met = "met" if whole[0] <= MOST_P50 and whole[1] <= MOST_P99 else "**not met**"
        soon = "met" if change[1] <= SOON else "**not met**"
        lines += [
            "",
            f"## {shape}, {one['passages']:,} passages",
            tables.circumstances(one),
            "",
            *tables.head(COLUMNS),
            tables.row(["question to people, reasons and routes", *whole, "45 / 120", met]),
            tables.row(["of which the encoder", *one["encoder"], "", ""]),
            tables.row(["written → read, indexed and found", *change, "2,000", soon]),
            "",
            f"At most {one['statements']} statements; {one['shown']:.1f} of six people shown;"
            f" {one['MB']} MB of its own beside mapped files.",
        ]
    tables.write("finder_query", lines)


if __name__ == "__main__":
    main()
