"""What one engine takes on one graph, as JSON: python -m benchmarks.graph_parts PART PEOPLE

Each in a process of its own, so that memory is its own too. `benchmarks.graph` runs them.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.graph_world import LATELY, NOW, World, made
from benchmarks.network import ROOT
from vaknet.engine import graph
from vaknet.engine.graph import Array, Graph, Member, Network, Terms
from vaknet.kit import array_files

VIEWERS, CANDIDATES, WARM = 1_000, 5_000, 20
FEW = (100, 30)
ROUNDS = 5
MOST_ASKED = 5
TERMS = Terms(NOW, LATELY, MOST_ASKED)
MILLION = 1_000_000


def folder(people: int) -> Path:
    return ROOT / "var" / "bench" / f"graph-{people}"


def make(people: int) -> dict[str, Any]:
    """The graph and the questions as files: made once, kept."""
    home = folder(people)
    if home.exists():
        facts: dict[str, Any] = json.loads((home / "facts.json").read_text())
        return facts
    world = made(people)
    ties = world.ties
    began = time.perf_counter()
    built = world.graph()
    seconds = time.perf_counter() - began
    more = {"holders": ties.holders, "ids": ties.contacts, "agreed": np.array(world.go_betweens)}
    began = time.perf_counter()
    array_files.write(home, built.arrays() | more | _questions(built))
    degrees = np.diff(built.starts)
    facts = {
        "ties": world.pairs,
        "build s": round(seconds, 2),
        "write s": round(time.perf_counter() - began, 2),
        "mean": round(float(degrees.mean()), 1),
        "median": int(np.median(degrees)),
        "p99 of ties": int(np.percentile(degrees, 99)),
        "most": int(degrees.max()),
        "disk MB": round(sum(one.nbytes for one in built.arrays().values()) / MILLION, 1),
    }
    (home / "barred.json").write_text(json.dumps(_barred_and_asked(world)))
    (home / "facts.json").write_text(json.dumps(facts))
    return facts


def _barred_and_asked(world: World) -> dict[str, Any]:
    return {"barred": world.barred, "asked": world.asked}


def _questions(built: Graph) -> dict[str, Array]:
    """Half of the viewers as they come, half by how many ties they have."""
    random = np.random.default_rng(1)
    ids, degrees = built.members, np.diff(built.starts)
    busy = random.choice(ids, VIEWERS // 2, p=degrees / degrees.sum())
    viewers = random.permutation(np.concatenate([random.choice(ids, VIEWERS // 2), busy]))
    return {
        "viewers": viewers,
        "targets": random.choice(ids, VIEWERS),
        "candidates": random.choice(ids, (VIEWERS, CANDIDATES)),
    }


def questions(people: int) -> tuple[Array, Array, Array]:
    """Read and not mapped: what is asked is no part of the memory that answering takes."""
    home = folder(people)
    viewers, targets, candidates = (
        np.load(home / f"{name}.npy") for name in ("viewers", "targets", "candidates")
    )
    return viewers, targets, candidates


def timed(ask: Callable[[int], object], *, most: int, seconds: float = 60) -> dict[str, Any]:
    """Milliseconds by the clock, and of this processor alone: the clock minds who else is at work.

    The first of them warm it up, unless there is only time for a few.
    """
    took: list[float] = []
    worked: list[float] = []
    end = time.perf_counter() + seconds
    for number in range(most):
        began, working = time.perf_counter(), time.thread_time()
        ask(number)
        worked.append((time.thread_time() - working) * 1000)
        took.append((time.perf_counter() - began) * 1000)
        if time.perf_counter() > end and number > 2:
            break
    warm = WARM if len(took) > 2 * WARM else 1
    p50, p99 = np.percentile(took[warm:], [50, 99])
    work = float(np.percentile(worked[warm:], 99))
    found = {"p50": _round(p50), "p99": _round(p99), "work p99": _round(work)}
    return found | {"of": len(took) - warm}


def quietest(ask: Callable[[int], object], *, most: int) -> dict[str, Any]:
    """Of some rounds the one in which the clock ran least ahead of this processor."""
    rounds = [timed(ask, most=most) for _ in range(ROUNDS)]
    return min(rounds, key=lambda one: float(one["p99"] - one["work p99"]))


def _round(value: float) -> float:
    return float(f"{value:.3g}")


def arrays(people: int) -> dict[str, Any]:
    """From files, as a worker of the web server does it."""
    viewers, targets, candidates = questions(people)
    _forget_files(people)
    before = memory()
    began = time.perf_counter()
    network = open_network(people)
    graph.reach(network, int(viewers[0]), candidates[0], TERMS)
    started = time.perf_counter() - began
    found = {
        f"reach {count:,}": quietest(
            lambda n, count=count: graph.reach(
                network, int(viewers[n]), candidates[n, :count], TERMS
            ),
            most=VIEWERS,
        )
        for count in (CANDIDATES, *FEW)
    }
    found["routes"] = quietest(
        lambda n: graph.ways(network, int(viewers[n]), int(targets[n]), TERMS), most=VIEWERS
    )
    found["lay over"] = {
        f"{count:,}": timed(lambda n, count=count: _changed(network, viewers, count), most=50)[
            "p50"
        ]
        for count in (1, 1_000)
    }
    degrees = np.concatenate(
        [graph.reach(network, int(viewers[n]), candidates[n], TERMS).degree for n in range(100)]
    )
    within = np.bincount(degrees, minlength=4) / len(degrees)
    return found | {
        "start s": round(started, 3),
        "memory MB": round(memory() - before),
        "process MB": round(memory()),
        "within reach": round(float(1 - within[0]), 3),
    }


def _forget_files(people: int) -> None:
    """So that they really come from disk."""
    for path in folder(people).glob("*.npy"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def open_network(people: int) -> Network:
    names = list(Graph.__dataclass_fields__)
    return Network(Graph(**array_files.read(folder(people), names)))


def _changed(network: Network, viewers: Array, count: int) -> Network:
    return network.with_changes(
        {int(pk): Member([1], [NOW], is_open=True) for pk in viewers[:count]}
    )


def memory() -> float:
    """MB that this process would give back, mapped files that it touched included."""
    return float(psutil.Process().memory_full_info().pss) / MILLION


PARTS: dict[str, Callable[[int], dict[str, Any]]] = {"make": make, "arrays": arrays}


def run(
    part: str, people: int, *, python: Path = Path(sys.executable), script: Path | None = None
) -> Any:
    """What that part says, from a process of its own."""
    module = "benchmarks.graph_sql" if part == "sql" else "benchmarks.graph_parts"
    which = ["-m", module] if script is None else [script]
    done = subprocess.run(
        [python, *which, part, str(people)], check=True, stdout=subprocess.PIPE, cwd=ROOT
    )
    return json.loads(done.stdout)


def told(parts: dict[str, Callable[[int], dict[str, Any]]], words: Iterable[str]) -> None:
    part, people = words
    json.dump(parts[part](int(people)), sys.stdout)


if __name__ == "__main__":
    told(PARTS, sys.argv[1:])
