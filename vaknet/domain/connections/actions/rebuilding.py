"""Building the files of the graph anew, while everybody goes on looking."""

import logging
from collections.abc import Iterator
from datetime import datetime
from itertools import batched
from uuid import uuid4

import numpy as np
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from psycopg import sql

from vaknet.domain.alone import alone
from vaknet.domain.connections import rules
from vaknet.domain.connections.graph import files, library
from vaknet.domain.connections.models import NetworkChange, NetworkEdition
from vaknet.domain.transactions import NextTransaction
from vaknet.engine.graph import Array, Graph, Ties, build
from vaknet.kit.memory import give_back

log = logging.getLogger(__name__)
# One number for one lock of the database: only one edition is built at a time.
LOCK = 7_302_613
KEPT = 2
MEMBERS_AT_ONCE = 20_000

# A row for each member, and in it ten bytes for each tie, strongest first: a row for each tie would
# take Python a minute for a million members.
TIES = """
copy (
    select
        holder_id,
        string_agg(int8send(contact_id) || int2send(freshness), ''::bytea
            order by freshness desc, contact_id)
    from connections_connection where until is null
    group by holder_id order by holder_id
) to stdout (format binary)
"""
TIE = np.dtype([("contact", ">i8"), ("freshness", ">i2")])
OPEN = """
select actor_id from connections_gobetweenconsent
where until is null and not exists (
    select from people_account
    where people_account.actor_id = connections_gobetweenconsent.actor_id and not is_active
)
"""
BARRED = "select actor_id, contact_id from connections_gobetweenexcept where until is null"
ASKED = """
select go_between_id, (extract(epoch from asked_at) * 1000000)::bigint
from connections_introductionstep where asked_at > %s
"""


def rebuild_network() -> NetworkEdition | None:
    """Make the files anew and take them into use.

    Nothing happens inside a transaction (who knows whether it will be), or when somebody else is
    at it already.
    """
    if connection.in_atomic_block:
        return None
    with alone(LOCK) as held:
        edition = _rebuild() if held else None
    give_back()
    return edition


def tend_network() -> None:
    """Files that are lost, damaged, old or outgrown are made anew. Without files nobody needs to
    know who changed."""
    if library.is_outgrown():
        rebuild_network()
        return
    with alone(LOCK) as held:
        if held and not NetworkEdition.objects.exists():
            NetworkChange.objects.filter(transaction__lt=library.ended()).delete()


def _rebuild() -> NetworkEdition:
    # The state first: what is read after it holds all that had ended by then.
    watermark = library.ended()
    graph = read_graph(timezone.now() - rules.LATELY)
    name = uuid4()
    files.write(graph, name)
    edition = _take_into_use(
        NetworkEdition(name=name, watermark=watermark, ties=len(graph.contacts))
    )
    files.remove_all_but(set(NetworkEdition.objects.values_list("name", flat=True)))
    log.info("Network %s holds %s ties", name, edition.ties)
    return edition


@transaction.atomic
def _take_into_use(edition: NetworkEdition) -> NetworkEdition:
    """The last two stay: a look that began a moment ago may still be at the older.

    Who changed before both is known to both; and what another database noted means nothing here.
    """
    edition.save(force_insert=True)
    kept = NetworkEdition.objects.order_by("-pk")[:KEPT]
    NetworkEdition.objects.filter(pk__lt=min(one.pk for one in kept)).delete()
    watermark = min(one.watermark for one in kept)
    foreign = Q(transaction__gte=NextTransaction())
    NetworkChange.objects.filter(Q(transaction__lt=watermark) | foreign).delete()
    return edition


def read_graph(lately: datetime) -> Graph:
    """Everything as it is in the database now."""
    ties = _ties()
    with connection.cursor() as cursor:
        cursor.execute(OPEN)
        go_betweens = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(BARRED)
        barred = cursor.fetchall()
        cursor.execute(ASKED, [lately])
        return build(ties, go_betweens=go_betweens, barred=barred, asked=cursor.fetchall())


def _ties() -> Ties:
    holders: list[int] = []
    degrees: list[int] = []
    parts: list[Array] = []
    for rows in batched(_packed(), MEMBERS_AT_ONCE):
        holders += [holder for holder, _ in rows]
        degrees += [len(ties) // TIE.itemsize for _, ties in rows]
        parts.append(np.frombuffer(b"".join(ties for _, ties in rows), TIE))
    table: Array = np.concatenate(parts) if parts else np.empty(0, TIE)
    del parts
    return Ties(
        holders=np.repeat(np.array(holders, np.int64), degrees),
        contacts=table["contact"].astype(np.int64),
        freshness=table["freshness"].astype(np.int16),
    )


def _packed() -> Iterator[tuple[int, bytes]]:
    """Of each member all ties in one string of bytes."""
    with connection.cursor() as cursor, cursor.copy(sql.SQL(TIES)) as rows:
        rows.set_types(["int8", "bytea"])
        yield from rows.rows()
