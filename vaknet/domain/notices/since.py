"""Everything since last time: what was written in her groups, until where she had read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import my_groups
from vaknet.domain.notices.models import ReadUntil
from vaknet.domain.searching.queries import Written, how_many, written
from vaknet.domain.searching.queries.asking import KINDS as SEARCHED

KINDS = {name: SEARCHED[name] for name in ("vragen", "gesprekken", "nummers")}
ALL_KINDS = tuple(kind for kinds in KINDS.values() for kind in kinds)
# Who comes for the first time, and who was away for long, begins here: no backlog.
FIRST_TIME, LONGEST = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True)
class Since:
    """Between these two moments. `groups`: hers, to choose from."""

    since: datetime
    until: datetime
    groups: list[Group]


def since_last_time(viewer: Actor, *, now: datetime) -> Since:
    [read] = _READ(viewer=viewer.pk) or [now - FIRST_TIME]
    return Since(max(read, now - LONGEST), now, list(my_groups(viewer)))


def written_in(
    viewer: Actor,
    found: Since,
    *,
    kind: str = "",
    group: Group | None = None,
    start: int = 0,
    size: int,
) -> Written:
    """The longest ago first. `kind` is one of KINDS, or empty for all of them."""
    chosen: Collection[Group] = [group] if group else found.groups
    return written(
        viewer,
        groups=[one.pk for one in chosen],
        kinds=KINDS.get(kind, ALL_KINDS),
        since=found.since,
        until=found.until,
        start=start,
        size=size,
    )


def new_in_groups(viewer: Actor, *, now: datetime) -> list[tuple[Group, int]]:
    """How much there is to read in each of her groups that has something."""
    found = since_last_time(viewer, now=now)
    numbers = how_many(
        viewer,
        groups=[one.pk for one in found.groups],
        kinds=ALL_KINDS,
        since=found.since,
        until=found.until,
    )
    return [(group, numbers[group.pk]) for group in found.groups if group.pk in numbers]


def _read(viewer: int) -> QuerySet[ReadUntil, datetime]:
    return ReadUntil.objects.filter(actor=viewer).values_list("until", flat=True)


_READ = Frozen(_read)
