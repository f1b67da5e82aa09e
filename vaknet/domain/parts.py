"""What a room holds of one member, as plain values: for the archive that she takes along."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

type Value = str | int | bool | date | datetime | list[str] | list[datetime] | None
type Row = tuple[Value, ...]
Words = str | Promise

CHUNK = 500


@dataclass(frozen=True)
class Part:
    """One kind of thing that is hers.

    `name` and the keys of `columns` are the names in the files, in English and for good;
    `title` and the values of `columns` are what a person reads. `rows` begins anew at each call,
    and holds no more than a chunk of them at a time. `holds` names the columns of the database
    that point at her and are answered for here: a test looks for one that is forgotten. `spoken`
    has for some columns what a person reads instead of the value.
    """

    name: str
    title: Words
    columns: Mapping[str, Words]
    rows: Callable[[], Iterator[Row]]
    holds: tuple[str, ...]
    spoken: Mapping[str, Mapping[Any, Words]] = field(default_factory=dict)


def streamed(rows: QuerySet[Any, Any]) -> Callable[[], Iterator[Row]]:
    """The rows of `values_list`, a chunk at a time."""
    return lambda: iter(rows.all().iterator(chunk_size=CHUNK))
