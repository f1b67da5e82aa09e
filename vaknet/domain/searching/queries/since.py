"""What was written in some groups between two moments, in the order in which it came."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.people.apart import is_apart, is_muted
from vaknet.domain.searching.models import Findable, Kind
from vaknet.domain.searching.queries.candidates import Candidate
from vaknet.domain.searching.queries.showing import Found, Wanted, show

ALL_OF_IT = Wanted(())


@dataclass(frozen=True)
class Written:
    """`until`: when the last of this part was written, whether she may read it or not; None when
    there is nothing. `has_more`: something comes after this part."""

    found: list[Found]
    until: datetime | None
    has_more: bool


def written(
    viewer: Actor,
    *,
    groups: Collection[int],
    kinds: Collection[Kind],
    since: datetime,
    until: datetime,
    start: int,
    size: int,
) -> Written:
    """A part of it, as she may read it now: fewer than asked where something is gone since.

    Without what she wrote herself, and what is of who is kept from her. A text that stands in two
    of the groups comes once in a part.
    """
    part = slice(start, start + size + 1)
    rows = _WRITTEN.part(
        part, viewer=viewer.pk, groups=[*groups], kinds=[*kinds], since=since, until=until
    )
    texts = (Candidate(Kind(kind), number, thread) for kind, number, thread, _at in rows[:size])
    found = show(viewer, [*dict.fromkeys(texts)], ALL_OF_IT)
    return Written(found, rows[:size][-1][3] if rows else None, len(rows) > size)


def _written(
    viewer: int, groups: list[int], kinds: list[int], since: datetime, until: datetime
) -> QuerySet[Findable, tuple[int, int, int, datetime]]:
    rows = Findable.objects.filter(
        group__any_of=groups, kind__any_of=kinds, at__gt=since, at__lte=until
    )
    rows = rows.exclude(author__in=names_of(viewer))
    rows = rows.exclude(is_apart(viewer, "author") | is_muted(viewer, "author"))
    return rows.order_by("at", "pk").values_list("kind", "source", "thread", "at")


_WRITTEN = Frozen(_written)


def how_many(
    viewer: Actor,
    *,
    groups: Collection[int],
    kinds: Collection[Kind],
    since: datetime,
    until: datetime,
) -> dict[int, int]:
    """The same, counted for each group that has any."""
    rows = _written(viewer.pk, [*groups], [*kinds], since, until).order_by("group")
    return dict(rows.values("group").annotate(number=Count("pk")).values_list("group", "number"))
