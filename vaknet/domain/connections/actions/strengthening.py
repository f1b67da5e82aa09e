"""How strong ties are by what the two did since: one path writes it, and all of it each time."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

TOUCHES = """
create temporary table touch (
    one bigint not null, other bigint not null, weight double precision not null
) on commit drop
"""
# Both rows of a pair. What is the same but for the last digits is not written again, nor is a tie
# that nothing strengthened.
STRENGTHEN = """
with touched as materialized (
    select least(one, other) as low, greatest(one, other) as high, sum(weight) as weight
    from touch group by 1, 2
), both_ways as (
    select low as holder_id, high as contact_id, weight from touched
    union all
    select high, low, weight from touched
), wanted as (
    select tie.id, both_ways.weight
    from both_ways join connections_connection tie using (holder_id, contact_id)
    where tie.until is null
    union all
    select tie.id, 0 from connections_connection tie
    where tie.until is null and tie.strengthened > 0 and not exists (
        select from touched
        where low = least(tie.holder_id, tie.contact_id)
          and high = greatest(tie.holder_id, tie.contact_id)
    )
)
update connections_connection tie set strengthened = wanted.weight
from wanted
where tie.id = wanted.id
  and abs(tie.strengthened - wanted.weight) > 1e-9 * greatest(tie.strengthened, wanted.weight)
"""


@transaction.atomic
def strengthen(*, touches: Iterable[QuerySet[Any, Any]]) -> int:
    """Of all ties, from rows of two members and a weight that fades (`models.ties.Grown`).

    Whatever is in no row any more strengthens nothing from now on. How many rows changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(TOUCHES)
        for rows in touches:
            written, values = rows.query.sql_with_params()
            cursor.execute(f"insert into touch {written}", values)
        cursor.execute("analyze touch")
        cursor.execute(STRENGTHEN)
        changed: int = cursor.rowcount
        cursor.execute("drop table touch")
    return changed
