"""How common a key is, as PostgreSQL itself found when it last took stock of the table.

Only to choose how to look, and to weigh words against one another where not all of them can be
found. Kept by a process for some minutes; a network that is too small for it needs none.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.db import connection

from vaknet.engine.text import Wish

KEPT = 600.0  # seconds
RARE = 0.001  # a key that is not among the common ones is in about so many texts, or fewer
QUERY = """
    SELECT c.reltuples::bigint, k.most_common_elems::text::int[], k.most_common_elem_freqs,
           a.histogram_bounds::text::timestamptz[]
    FROM pg_class c
    LEFT JOIN pg_stats k ON k.schemaname = 'public' AND k.tablename = c.relname
        AND k.attname = 'keys'
    LEFT JOIN pg_stats a ON a.schemaname = 'public' AND a.tablename = c.relname
        AND a.attname = 'at'
    WHERE c.oid = 'searching_findable'::regclass
"""


@dataclass(frozen=True)
class Stock:
    texts: int = 0
    common: dict[int, float] = field(default_factory=dict)
    moments: tuple[datetime, ...] = ()

    def share(self, keys: Iterable[int]) -> float:
        """Of all texts the part that has one of these."""
        return min(1.0, sum(self.common.get(key, 0.0) for key in keys) or RARE)

    def expected(self, wishes: Iterable[Wish]) -> float:
        """How many texts have all of these words, as far as these have nothing to do with one
        another."""
        number = float(self.texts)
        for wish in wishes:
            number *= self.share(wish.keys)
        return number

    def newest(self, part: float) -> datetime | None:
        """Since when that part of all texts was written; None when that is not known."""
        if not self.moments:
            return None
        return self.moments[int((len(self.moments) - 1) * (1 - part))]


def stock() -> Stock:
    """As it was at most some minutes ago."""
    return _in_turn(int(time.monotonic() // KEPT))


@lru_cache(1)
def _in_turn(_turn: int) -> Stock:
    return _taken()


def _taken() -> Stock:
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        texts, keys, shares, moments = cursor.fetchone()
    # After the shares of the keys come the lowest and the highest of them, and that of NULL.
    return Stock(
        max(texts, 0), dict(zip(keys or (), shares or (), strict=False)), tuple(moments or ())
    )
