"""The graph as it is now: the last edition from files, and over it who changed since.

Three layers, as in the finder (decision 3). *Base*: the files of the current edition. *Settled*:
members changed since, read once and kept in this process. *Fresh*: who was changed by a
transaction that may still be running somewhere, read at each look. So a transaction that is rolled
back leaves no trace in any process, and what is committed is seen by the next look.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from vaknet.domain.connections.graph import files
from vaknet.domain.connections.graph.members import members
from vaknet.domain.connections.models import NetworkEdition
from vaknet.engine.graph import Member, Network

# More members than this are not laid over the arrays one by one: PostgreSQL answers until there is
# a new edition.
MOST_CHANGED = 5_000
# Below so many ties, each in both directions, PostgreSQL is quick enough without files.
SMALL = 5_000
# From so many members that changed on it is better to build anew than to lay them over.
OUTGROWN = 1_000
OLD = timedelta(days=1)

STATE = f"""
with edition as (
    select id, name, watermark from connections_networkedition order by id desc limit 1
), changed as (
    select member, max(transaction) as transaction
    from connections_networkchange
    where transaction >= greatest(%(until)s, (select watermark from edition))
    group by member limit {MOST_CHANGED + 1}
), now as (
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as ended
)
select
    (select id from edition), (select name from edition), (select watermark from edition),
    now.ended,
    array(select member from changed where transaction < now.ended),
    array(select member from changed where transaction >= now.ended),
    array(
        select other_id from people_block where actor_id = %(viewer)s and until is null
        union all select actor_id from people_block where other_id = %(viewer)s and until is null
    )
from now
"""  # noqa: S608 - a number of ours
ENDED = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
SIZE = """
select exists (
    select from connections_connection where until is null offset %(small)s limit 1
), (
    select count(*) from (
        select distinct member from connections_networkchange
        where transaction >= %(until)s limit %(outgrown)s
    ) changed
)
"""


@dataclass(frozen=True)
class State:
    """What the database says: which edition is current, and who changed since."""

    edition: int | None
    name: UUID
    watermark: int
    ended: int
    """Every transaction before this one has ended."""
    settled: list[int]
    fresh: list[int]
    apart: list[int]
    """Whom the one who looks never meets."""


@dataclass(frozen=True)
class _Shelf:
    """What a process keeps between looks. Never changed, only replaced."""

    edition: int | None = None
    base: Network | None = None
    changes: Mapping[int, Member] = field(default_factory=dict)
    network: Network | None = None
    """The base with these changes."""
    until: int = 0
    """Everything written before this transaction is in it."""


@dataclass(frozen=True)
class Look:
    """The graph for somebody: `apart` are those whom she never meets."""

    network: Network
    apart: list[int]


_shelf = _Shelf()
_heard_of: int | None = None
_lock = threading.Lock()


def hear_of(edition: int | None) -> None:
    """A statement that did without arrays saw this edition: the next look tries it."""
    global _heard_of  # noqa: PLW0603 - one per process is the point
    _heard_of = edition


def look(viewer: int, lately: datetime) -> Look | None:
    """One cheap statement, and a second when somebody changed. Nothing when there are no files, or
    too much changed."""
    shelf = _shelf
    if shelf.network is None and _heard_of == shelf.edition:
        return None
    now = _state(viewer, shelf.until)
    if shelf.edition != now.edition or shelf.until > now.ended:
        shelf = _opened(now)
        now = _state(viewer, shelf.until)
    if shelf.network is None:
        return None
    network = _laid_over(shelf, now, lately)
    return Look(network, now.apart) if network else None


def _state(viewer: int, until: int) -> State:
    with connection.cursor() as cursor:
        cursor.execute(STATE, {"viewer": viewer, "until": until})
        return State(*cursor.fetchone())


def _opened(now: State) -> _Shelf:
    """Another edition than before, or none: what was kept is of no use."""
    global _shelf  # noqa: PLW0603
    with _lock:
        # One of the future comes from another database, put back here: its numbers mean nothing.
        is_ours = now.edition is not None and now.watermark <= now.ended
        graph = files.read(now.name) if is_ours else None
        base = Network(graph) if graph else None
        until = now.watermark if base else 0
        hear_of(now.edition)
        _shelf = _Shelf(now.edition, base, {}, base, until)
        return _shelf


def _laid_over(shelf: _Shelf, now: State, lately: datetime) -> Network | None:
    """Nothing when too many changed."""
    base = shelf.base
    if base is None or len(shelf.changes) + len(now.settled) + len(now.fresh) > MOST_CHANGED:
        return None
    if not now.settled and not now.fresh:
        return shelf.network
    told = members([*now.settled, *now.fresh], lately)
    if now.settled:
        changes = {**shelf.changes, **{pk: told[pk] for pk in now.settled}}
        settled = _Shelf(shelf.edition, base, changes, base.with_changes(changes), now.ended)
        shelf = _kept(settled, instead_of=shelf)
    if not now.fresh:
        return shelf.network
    return base.with_changes({**shelf.changes, **{pk: told[pk] for pk in now.fresh}})


def _kept(new: _Shelf, *, instead_of: _Shelf) -> _Shelf:
    """By this process, unless it got another meanwhile."""
    global _shelf  # noqa: PLW0603
    with _lock:
        if _shelf is instead_of:
            _shelf = new
    return new


def ended() -> int:
    """Every transaction before this one has ended, for everybody."""
    with connection.cursor() as cursor:
        cursor.execute(ENDED)
        (number,) = cursor.fetchone()
        return int(number)


def is_outgrown() -> bool:
    """Whether files should be made: there are none and ties are many, or on this machine they are
    lost, damaged or of another database, or much changed since, or something did and they are a
    day old."""
    edition = NetworkEdition.objects.order_by("-pk").first()
    until = edition.watermark if edition else 0
    with connection.cursor() as cursor:
        cursor.execute(SIZE, {"small": SMALL, "until": until, "outgrown": OUTGROWN})
        is_large, changed = cursor.fetchone()
    if edition is None:
        return bool(is_large)
    if until > ended() or changed >= OUTGROWN or files.read(edition.name) is None:
        return True
    return bool(changed) and edition.built_at < timezone.now() - OLD
