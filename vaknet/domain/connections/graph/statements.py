"""Asking PostgreSQL for reach and ways: by statements alone, without arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from vaknet.domain.connections.graph import library
from vaknet.domain.connections.graph.sql import REACH, ROUTES, STOPS_AFTER
from vaknet.engine.graph import Terms, Way
from vaknet.kit.moments import moment


@dataclass(frozen=True)
class Reached:
    """One candidate: `cost` is of the ties on the best way (`engine.graph.strength`)."""

    member: int
    degree: int
    via: int | None
    cost: int


OUT_OF_REACH = Reached(0, 0, None, 0)


@dataclass(frozen=True)
class Wish:
    """What routes are looked for."""

    viewer: int
    target: int
    most: int
    stops: int
    without: Sequence[int]


def reached(viewer: int, ids: Sequence[int], terms: Terms) -> list[Reached]:
    rows = _heard(REACH, _values(terms) | {"viewer": viewer, "ids": [*ids]})
    return [Reached(member, degree, via, cost) for member, cost, degree, via in rows]


def ways(wish: Wish, terms: Terms) -> list[Way]:
    values = {
        "viewer": wish.viewer,
        "target": wish.target,
        "without": [*wish.without],
        "limit": wish.most,
        "two_stops": wish.stops > 1,
    }
    rows = _heard(ROUTES, _values(terms) | values)
    return [Way((first, second) if second else (first,), ties) for first, ties, second, _ in rows]


def stops_after(first: int, target: int, terms: Terms) -> list[int]:
    """Who could stand between this first stop and the target."""
    values = {"first": first, "target": target, "hub": terms.hub}
    return [pk for (pk,) in _rows(STOPS_AFTER, values)]


def _heard(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Its rows, but for the last, which tells of the files in use if there are any."""
    rows = _rows(statement, values)
    is_told = bool(rows) and rows[-1][1] is None
    library.hear_of(rows[-1][0] if is_told else None)
    return rows[:-1] if is_told else rows


def _values(terms: Terms) -> dict[str, Any]:
    return {
        "step": terms.step,
        "lately": moment(terms.lately),
        "most": terms.most,
        "hub": terms.hub,
        "nearby_hub": terms.nearby_hub,
    }


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
