"""All that the graph has to know of somebody, as it is in the database now."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from vaknet.engine.graph import Member

# One statement, whoever it is about: what it is of, the member, what it says of her, and how
# fresh that is. Of a tie the contact, and of being asked the moment.
MEMBERS = """
with wanted as materialized (select unnest(%(ids)s::bigint[]) as id)
select 'tie', holder_id, contact_id, freshness from wanted
join connections_connection on holder_id = wanted.id and until is null
union all
select 'open', actor_id, 0, 0 from wanted
join connections_gobetweenconsent on actor_id = wanted.id and until is null
where not exists (
    select from people_account where people_account.actor_id = wanted.id and not is_active
)
union all
select 'barred', actor_id, contact_id, 0 from wanted
join connections_gobetweenexcept on actor_id = wanted.id and until is null
union all
select 'asked', go_between_id, (extract(epoch from asked_at) * 1000000)::bigint, 0 from wanted
join connections_introductionstep on go_between_id = wanted.id and asked_at > %(lately)s
"""


def members(ids: Collection[int], lately: Any) -> dict[int, Member]:
    """Each of these, also who has nothing left."""
    told: dict[int, dict[str, list[tuple[int, int]]]] = {pk: {} for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, {"ids": [*ids], "lately": lately})
        for kind, member, about, fresh in cursor.fetchall():
            told[member].setdefault(kind, []).append((-fresh, about))
    return {pk: _member(said) for pk, said in told.items()}


def _member(said: dict[str, list[tuple[int, int]]]) -> Member:
    ties = sorted(said.get("tie", []))
    return Member(
        contacts=[contact for _, contact in ties],
        freshness=[-stale for stale, _ in ties],
        is_open="open" in said,
        barred=[to for _, to in said.get("barred", [])],
        asked=[at for _, at in said.get("asked", [])],
    )
