"""The index as it is now: the last edition from files, and over it what changed since.

Three layers. *Base*: the files of the current edition. *Settled*: passages changed since, read
once and kept in this process. *Fresh*: what changed after that, read at each search. Only what was
written by a transaction that has ended for everybody (below the oldest one still running) may
settle; so a transaction that is rolled back leaves no trace in any process, also not in tests.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from django.db import connection

from vaknet.domain.finding import files
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.encoder import encoder_number
from vaknet.engine.ranking import Index, Kind, Passage, Segment, build

# Read at each search at most; a search is then still answered in tens of milliseconds.
MOST_FRESH = 20_000
# From here on it pays to keep what was read.
SETTLE_FROM = 20

STATE = """
select
    (select array[name::text, watermark::text] from finding_edition order by id desc limit 1),
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    array(
        select actor_id from groups_group where readers = 'group'
        union all select -actor_id from groups_group
    )
"""
# What is kept in a group for who is in it has the number of the group below zero.
COLUMNS = f"""
passage.id, passage.actor_id, passage.kind,
coalesce(passage.group_id, 0) * case passage.kind when {Kind.SESSION.value} then -1 else 1 end,
extract(epoch from passage.at)::bigint, passage.words, passage.topics,
coalesce(meaning.codes, ''::bytea)
"""
WITH_MEANING = """
finding_passage passage left join finding_meaning meaning
on meaning.passage_id = passage.id and meaning.digest = passage.digest
and meaning.encoder = %(encoder)s
"""
CHANGED = f"""
select {COLUMNS}, greatest(passage.transaction, meaning.transaction) as written
from {WITH_MEANING} where passage.id in (
    select id from finding_passage where transaction >= %(since)s
    union all select passage_id from finding_meaning where transaction >= %(since)s
)
order by written desc, passage.id desc limit {MOST_FRESH}
"""  # noqa: S608 - our own columns and a number


@dataclass(frozen=True)
class State:
    """What the database says: which edition is current, and how far everything has ended."""

    edition: UUID | None
    watermark: int
    ended: int
    closed_groups: tuple[int, ...]

    @property
    def is_ours(self) -> bool:
        return self.watermark <= self.ended


@dataclass(frozen=True)
class _Shelf:
    """What a process keeps between searches. Never changed, only replaced."""

    edition: UUID | None = None
    base: Segment | None = None
    settled: dict[int, Passage] = field(default_factory=dict)
    overlay: Segment | None = None
    until: int = 0
    """Everything written before this transaction is in base or settled."""


_shelf = _Shelf()
_lock = threading.Lock()


def state() -> State:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        edition, ended, closed = cursor.fetchone()
    name, watermark = (UUID(edition[0]), int(edition[1])) if edition else (None, 0)
    return State(name, watermark, ended, tuple(closed))


def index() -> Index:
    """What can be searched at this moment: two cheap statements."""
    now = state()
    shelf = _shelf_for(now)
    fresh = _changed(shelf.until)
    segments = [one for one in (shelf.base, shelf.overlay) if one is not None]
    if fresh:
        passages = [passage for passage, _ in fresh]
        segments.append(_segment(passages, now, shelf.base))
    if SETTLE_FROM < len(fresh) < MOST_FRESH:
        _settle(shelf, fresh, now)
    return Index.of(segments)


def _shelf_for(now: State) -> _Shelf:
    global _shelf  # noqa: PLW0603 - one per process is the point
    with _lock:
        if _shelf.edition != now.edition or _shelf.until > now.ended:
            # One of the future comes from another database, put back here.
            base = files.read(now.edition) if now.edition and now.is_ours else None
            until = now.watermark if base is not None else 0
            _shelf = _Shelf(edition=now.edition, base=base, until=until)
        return _shelf


def _settle(shelf: _Shelf, fresh: Iterable[tuple[Passage, int]], now: State) -> None:
    global _shelf  # noqa: PLW0603
    ended = {passage.pk: passage for passage, writer in fresh if writer < now.ended}
    with _lock:
        if _shelf is not shelf or not ended:
            return
        settled = shelf.settled | ended
        overlay = _segment(list(settled.values()), now, shelf.base)
        _shelf = _Shelf(shelf.edition, shelf.base, settled, overlay, now.ended)


def _segment(passages: Sequence[Passage], now: State, base: Segment | None) -> Segment:
    lengths = None if base is None else np.asarray(base.lengths)
    return build(passages, analyser().tokens, closed_groups=now.closed_groups, lengths=lengths)


def _changed(since: int) -> list[tuple[Passage, int]]:
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"since": since, "encoder": encoder_number()})
        return [(Passage(*row[:-1]), row[-1]) for row in cursor.fetchall()]
