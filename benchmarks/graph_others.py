"""The same questions put to igraph and networkx: python benchmarks/graph_others.py ENGINE PEOPLE

In an environment of their own (`benchmarks.graph` makes it): igraph is GPL, and Vaknet needs
neither. They know nothing of consents, so of each only the distance is asked, in the way that is
quickest with it: everybody within two steps as a set, and for each candidate whether she knows one
of them. Routes by their own search for k shortest paths, which does not know that three ties are
enough.
"""

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import psutil

VIEWERS, WARM = 1_000, 5
SECONDS, ROUTE_SECONDS = 60, 40
HOME = Path(__file__).resolve().parent.parent / "var" / "bench"


def loaded(people: int) -> dict[str, Any]:
    home = HOME / f"graph-{people}"
    names = ("members", "starts", "contacts", "viewers", "targets", "candidates")
    found = {name: np.load(home / f"{name}.npy", mmap_mode="r") for name in names}
    for name in ("viewers", "targets", "candidates"):
        found[name] = np.searchsorted(found["members"], found[name])
    return found


def timed(ask: Any, seconds: float) -> dict[str, Any]:
    took: list[float] = []
    end = time.perf_counter() + seconds
    for number in range(VIEWERS):
        began = time.perf_counter()
        ask(number)
        took.append((time.perf_counter() - began) * 1000)
        if time.perf_counter() > end:
            break
    counted = took[WARM:] if len(took) > 2 * WARM else took
    p50, p99 = np.percentile(counted, [50, 99])
    return {"p50": float(f"{p50:.3g}"), "p99": float(f"{p99:.3g}"), "of": len(counted)}


def memory() -> float:
    return psutil.Process().memory_full_info().pss / 1e6


def measured(data: dict[str, Any], near: Any, knows: Any, paths: Any) -> dict[str, Any]:
    viewers, targets, candidates = (
        data[name].tolist() if data[name].ndim == 1 else data[name]
        for name in ("viewers", "targets", "candidates")
    )

    def reach(number: int) -> int:
        around = near(viewers[number])
        met = 0
        for candidate in candidates[number].tolist():
            met += candidate in around or not around.isdisjoint(knows(candidate))
        return met

    found = {"reach 5,000": timed(reach, SECONDS)}
    if paths is not None:
        found["routes"] = timed(lambda n: paths(viewers[n], targets[n]), ROUTE_SECONDS)
    return found


def igraph(people: int) -> dict[str, Any]:
    library = import_module("igraph")
    data = loaded(people)
    before, began = memory(), time.perf_counter()
    holders = np.repeat(np.arange(len(data["members"])), np.diff(data["starts"]))
    once = holders < data["contacts"]
    pairs = np.column_stack([holders[once], data["contacts"][once]])
    graph = library.Graph(n=len(data["members"]), edges=pairs)
    del pairs, holders, once
    built = {
        "build s": round(time.perf_counter() - began, 1),
        "memory MB": round(memory() - before),
    }
    weights = [1.0] * graph.ecount()
    found = measured(
        data,
        lambda viewer: set(graph.neighborhood(viewer, order=2)),
        graph.neighbors,
        lambda a, b: graph.get_k_shortest_paths(a, to=b, k=5, weights=weights),
    )
    return found | built


def networkx(people: int) -> dict[str, Any]:
    library = import_module("networkx")
    data = loaded(people)
    before, began = memory(), time.perf_counter()
    graph = library.Graph()
    graph.add_nodes_from(range(len(data["members"])))
    starts, contacts = data["starts"], data["contacts"]
    for one in range(len(data["members"])):
        graph.add_edges_from(
            (one, other) for other in contacts[starts[one] : starts[one + 1]].tolist()
        )
    built = {
        "build s": round(time.perf_counter() - began, 1),
        "memory MB": round(memory() - before),
    }
    found = measured(
        data,
        lambda viewer: set(library.single_source_shortest_path_length(graph, viewer, cutoff=2)),
        graph.adj.__getitem__,
        None,
    )
    return found | built


if __name__ == "__main__":
    engine, number = sys.argv[1:]
    json.dump({"igraph": igraph, "networkx": networkx}[engine](int(number)), sys.stdout)
