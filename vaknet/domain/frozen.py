"""Queries of pages that everybody opens, compiled to SQL once instead of at each visit.

Writing a queryset out as SQL costs Django about as much time as PostgreSQL needs to answer it.
The rooms keep their querysets, with visibility in them; a frozen query remembers the SQL that one
of them became and only fills in who looks, and when.

What never changes is written into that SQL, and a value that it names fifty times goes along once:
psycopg needs longer for two hundred parameters than PostgreSQL for the answer.
"""

import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from inspect import isclass, signature
from types import NoneType, UnionType
from typing import Any, get_args

from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql as postgresql

FIRST_NUMBER = 9_100_000_000_000_000_000  # no row has it: it stands in until it is filled in
FIRST_YEAR = 2
KEPT = ("_iterable_class", "_fields", "_prefetch_related_lookups")  # how rows are made of columns

type Value = int | date | datetime | str | list[int] | models.Model | None


@dataclass(frozen=True)
class _Ready:
    """`wraps`: for each name in the SQL the name of the value there, and the type it goes in as."""

    queryset: models.QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    wraps: dict[str, tuple[str, type]]


class _CompiledQuery:
    """A query that is iterated, by a compiler that is done."""

    def __init__(self, compiler: SQLCompiler) -> None:
        self.compiler = compiler

    def get_compiler(self, using: str) -> SQLCompiler:
        return self.compiler


class Frozen[Row]:
    """`build` makes the queryset out of ids, days, moments, words and rows, named by its
    parameters.

    A row goes in by its id and has nothing but that. A list of ids goes in by `any_of`. Where a
    parameter may be None, as the reader is for guests, there is SQL for that too.

    It gives rows as that queryset does: models, or what `values_list` makes. What is prefetched
    stays a query of its own, made again at each call.

    It may look at nothing else that changes: what it decides, it decides once. A parameter that
    the SQL does not hold, or an empty queryset, raises ValueError at the first call; but with None
    for one of them what the SQL leaves out is left out.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self.build = build
        self._readies: dict[frozenset[str], _Ready] = {}

    def __call__(self, **values: Value) -> list[Row]:
        return self._rows(values)

    def part(self, wanted: slice, **values: Value) -> list[Row]:
        """Those of its rows that this slice of the queryset would give."""
        start, end = wanted.start or 0, wanted.stop
        limit = "" if end is None else f" LIMIT {max(0, end - start):d}"
        return self._rows(values, f"{limit} OFFSET {start:d}")

    def _rows(self, values: dict[str, Value], limits: str = "") -> list[Row]:
        ready = self._ready(frozenset(name for name, value in values.items() if value is None))
        # An id goes in wrapped as Django wraps it, so that PostgreSQL knows its width.
        filled = {
            named: wrap(value) if isinstance(value := _plain(values[name]), int) else value
            for named, (name, wrap) in ready.wraps.items()
        }
        compiler = copy(ready.compiler)
        compiler.connection = connection
        answer = (ready.sql + limits, filled)
        compiler.as_sql = lambda *_args, **_options: answer  # type: ignore[method-assign, assignment]
        query: Any = _CompiledQuery(compiler)
        rows: models.QuerySet[Any, Row] = models.QuerySet(ready.queryset.model, query)
        for name in KEPT:
            setattr(rows, name, getattr(ready.queryset, name))
        return list(rows)

    def _ready(self, nobody: frozenset[str]) -> _Ready:
        if nobody not in self._readies:
            self._readies[nobody] = self._compiled(nobody)
        return self._readies[nobody]

    def _compiled(self, nobody: frozenset[str]) -> _Ready:
        stand_ins = self._stand_ins()
        queryset = self.build(**stand_ins | dict.fromkeys(nobody))
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = {
            place: name
            for place, parameter in enumerate(parameters)
            for name, value in stand_ins.items()
            if parameter == _plain(value)
        }
        if not nobody and (missing := set(stand_ins) - set(places.values())):
            raise ValueError(f"the query does not hold {', '.join(sorted(missing))}")
        # A value that goes in as ids of two widths has two names.
        named = {
            place: f"{name}_{type(parameters[place]).__name__}" for place, name in places.items()
        }
        wraps = {named[place]: (name, type(parameters[place])) for place, name in places.items()}
        return _Ready(queryset, compiler, _written(sql, parameters, named), wraps)

    def _stand_ins(self) -> dict[str, Value]:
        parameters = signature(self.build).parameters.values()
        return {one.name: _stand_in(one.annotation, i) for i, one in enumerate(parameters)}


def _stand_in(kind: Any, number: int) -> Value:
    if isinstance(kind, UnionType):
        [kind] = set(get_args(kind)) - {NoneType}
    if isclass(kind) and issubclass(kind, models.Model):
        return kind(pk=FIRST_NUMBER + number)
    made: dict[Any, Value] = {
        int: FIRST_NUMBER + number,
        list[int]: [FIRST_NUMBER + number],
        date: date(FIRST_YEAR + number, 1, 1),
        datetime: datetime(FIRST_YEAR + number, 1, 1, tzinfo=UTC),
        str: f"stands in for word {number}",
    }
    return made[kind]


def _plain(value: Value) -> int | date | datetime | str | list[int] | None:
    return value.pk if isinstance(value, models.Model) else value


def _written(sql: str, parameters: Sequence[Any], named: dict[int, str]) -> str:
    """The SQL with a name where a value goes, and all others as PostgreSQL writes them."""
    connection.ensure_connection()
    pieces = (
        f"%({named[place]})s" if place in named else _literal(parameter)
        for place, parameter in enumerate(parameters)
    )
    return re.sub("%[s%]", lambda found: found[0] if found[0] == "%%" else next(pieces), sql)


def _literal(parameter: Any) -> str:
    return postgresql.Literal(parameter).as_string(connection.connection).replace("%", "%%")
