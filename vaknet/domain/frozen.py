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
from functools import cached_property
from inspect import signature
from typing import Any

from django.db import connection, models
from django.db.models.sql.compiler import SQLCompiler
from psycopg import sql as postgresql

FIRST_NUMBER = 9_100_000_000_000_000_000  # no row has it: it stands in until it is filled in
FIRST_YEAR = 2
KEPT = ("_iterable_class", "_fields", "_prefetch_related_lookups")  # how rows are made of columns

type Value = int | date | datetime | str | list[int]


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
    """`build` makes the queryset out of ids, days, moments and words, named by its parameters.

    A list of ids goes in by `any_of`.

    It gives rows as that queryset does: models, or what `values_list` makes. What is prefetched
    stays a query of its own, made again at each call.

    It may look at nothing else that changes: what it decides, it decides once. A parameter that
    the SQL does not hold, or an empty queryset, raises ValueError at the first call.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self.build = build

    def __call__(self, **values: Value) -> list[Row]:
        ready = self._ready
        # An id goes in wrapped as Django wraps it, so that PostgreSQL knows its width.
        filled = {
            named: wrap(value) if isinstance(value := values[name], int) else value
            for named, (name, wrap) in ready.wraps.items()
        }
        compiler = copy(ready.compiler)
        compiler.connection = connection
        answer = (ready.sql, filled)
        compiler.as_sql = lambda *_args, **_options: answer  # type: ignore[method-assign, assignment]
        query: Any = _CompiledQuery(compiler)
        rows: models.QuerySet[Any, Row] = models.QuerySet(ready.queryset.model, query)
        for name in KEPT:
            setattr(rows, name, getattr(ready.queryset, name))
        return list(rows)

    @cached_property
    def _ready(self) -> _Ready:
        stand_ins = self._stand_ins()
        queryset = self.build(**stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = {
            place: name
            for place, parameter in enumerate(parameters)
            for name, value in stand_ins.items()
            if parameter == value
        }
        if missing := set(stand_ins) - set(places.values()):
            raise ValueError(f"the query does not hold {', '.join(sorted(missing))}")
        # A value that goes in as ids of two widths has two names.
        named = {
            place: f"{name}_{type(parameters[place]).__name__}" for place, name in places.items()
        }
        wraps = {named[place]: (name, type(parameters[place])) for place, name in places.items()}
        return _Ready(queryset, compiler, _written(sql, parameters, named), wraps)

    def _stand_ins(self) -> dict[str, Value]:
        made: dict[Any, Callable[[int], Value]] = {
            int: lambda i: FIRST_NUMBER + i,
            list[int]: lambda i: [FIRST_NUMBER + i],
            date: lambda i: date(FIRST_YEAR + i, 1, 1),
            datetime: lambda i: datetime(FIRST_YEAR + i, 1, 1, tzinfo=UTC),
            str: lambda i: f"stands in for word {i}",
        }
        parameters = signature(self.build).parameters.values()
        return {one.name: made[one.annotation](i) for i, one in enumerate(parameters)}


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
