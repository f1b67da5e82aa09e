"""Ways in a small graph, found by trying everything: what arrays and SQL are compared with."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from math import exp, log2

from vaknet.engine.graph import Terms

EIGHT_YEARS, THIRTY_TWO_YEARS = 512, 2048


@dataclass
class Told:
    """Who is tied to whom how freshly, and what each said about standing between others."""

    ties: dict[tuple[int, int], int] = field(default_factory=dict)
    go_betweens: set[int] = field(default_factory=set)
    barred: set[tuple[int, int]] = field(default_factory=set)
    asked: list[tuple[int, int]] = field(default_factory=list)
    apart: set[tuple[int, int]] = field(default_factory=set)

    def kept_apart(self, person: int) -> set[int]:
        return {b for a, b in self.apart if a == person} | {a for a, b in self.apart if b == person}

    def strongest(self, person: int, most: int | None = None) -> list[int]:
        of_her = [(-fresh, b) for (a, b), fresh in self.ties.items() if a == person and b != a]
        return [contact for _, contact in sorted(of_her)][:most]


@dataclass(frozen=True, order=True)
class Path:
    """In the order in which the best comes first."""

    length: int
    cost: int
    first: int
    asked_second: int
    second: int
    ties: int

    @property
    def stops(self) -> tuple[int, ...]:
        return (self.first, self.second)[: self.length]


def cost(told: Told, terms: Terms, a: int, b: int) -> int:
    age = min(max(terms.step - told.ties[a, b], -EIGHT_YEARS), THIRTY_TWO_YEARS)
    return round(-256 * log2(1 - exp(-(2 ** (-age / 64)) / 2)))


def paths(
    told: Told, terms: Terms, viewer: int, target: int, without: Collection[int] = ()
) -> Iterator[Path]:
    asked = {
        one: sum(a == one and at > terms.lately for a, at in told.asked) for one, _ in told.asked
    }
    apart = told.kept_apart(viewer)
    if target in apart or target == viewer or target in told.strongest(viewer):
        return

    def stands(stop: int, *after: int) -> bool:
        return (
            stop in told.go_betweens
            and asked.get(stop, 0) < terms.most
            and stop not in {viewer, target, *apart, *without}
            and not any((stop, one) in told.barred for one in after)
        )

    beside = told.strongest(target, terms.hub)
    for first in told.strongest(viewer, terms.hub):
        mine = cost(told, terms, viewer, first)
        load = asked.get(first, 0)
        if first in beside and stands(first, target):
            total = mine + cost(told, terms, target, first)
            yield Path(1, total + 256 * load, first, 0, 0, total)
        for second in told.strongest(first, terms.nearby_hub):
            if second in beside and stands(first, second, target) and stands(second, target):
                total = mine + cost(told, terms, first, second) + cost(told, terms, target, second)
                more = asked.get(second, 0)
                yield Path(2, total + 256 * (load + more), first, more, second, total)


def reach(told: Told, terms: Terms, viewer: int, target: int) -> tuple[int, int, int]:
    """Degree, via and cost of the ties; zeros for who is out of reach."""
    if target in told.kept_apart(viewer) or target == viewer:
        return (0, 0, 0)
    if target in told.strongest(viewer):
        return (1, 0, cost(told, terms, viewer, target))
    best = min(paths(told, terms, viewer, target), default=None)
    return (1 + best.length, best.first, best.ties) if best else (0, 0, 0)


def routes(
    told: Told,
    terms: Terms,
    viewer: int,
    target: int,
    *,
    most: int = 5,
    stops: int = 2,
    without: Collection[int] = (),
) -> list[tuple[tuple[int, ...], int]]:
    every = sorted(paths(told, terms, viewer, target, without))
    short = [path for path in every if path.length == 1]
    beside_both = {path.first for path in short}
    long = [
        path
        for path in every
        if path.length == 2 and not {path.first, path.second} & beside_both and stops > 1
    ]
    by_first = groupby(sorted(long, key=lambda path: path.first), key=lambda path: path.first)
    long = sorted(min(group) for _, group in by_first)
    return [(path.stops, path.ties) for path in (short + long)[:most]]


def bounded(terms: Mapping[str, int]) -> Terms:
    return Terms(**terms)
