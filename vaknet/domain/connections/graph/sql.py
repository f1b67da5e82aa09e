"""The statements behind routes and reach, where no arrays are at hand: the same answers.

Every branch reads ties from an index alone (`connection_strongest`, `connection_once`) and is cut
at a hub's strongest ties. Written by hand because the plan is the point: two small sets that meet,
never a walk outward. What a way is, and the order of ways, is told in `engine.graph.reaching`; the
formula is that of `engine.graph.strength`, in the same whole numbers.
"""

from vaknet.engine.graph import HALVING, OLDEST, STEPS, YOUNGEST


def _cost(freshness: str) -> str:
    age = f"greatest(least(%(step)s - {freshness}, {OLDEST}), {YOUNGEST})"
    weight = f"power(2::float8, -({age}) / {STEPS}::float8)"
    return f"round(-{HALVING} * ln(1 - exp(-{weight} / 2)) / ln(2::float8))::int"


def _strongest(holder: str, most: str) -> str:
    """Her strongest ties: contact and freshness."""
    return f"""
        select contact_id as id, freshness from connections_connection
        where holder_id = {holder} and until is null
        order by freshness desc, contact_id limit {most}
    """  # noqa: S608 - names of our own columns


def _asked(person: str) -> str:
    """How often she was asked lately: when, never what she answered, for a no must not show."""
    return f"""
        select count(*)::int as asked from connections_introductionstep
        where go_between_id = {person} and asked_at > %(lately)s
    """  # noqa: S608


def _stands(person: str) -> str:
    """She agreed to be a go-between, and is there."""
    return f"""
        exists (
            select from connections_gobetweenconsent where actor_id = {person} and until is null
        ) and not exists (
            select from people_account where actor_id = {person} and not is_active
        ) and not exists (select from apart where apart.id = {person})
    """  # noqa: S608


# Last a row without a cost: which files are in use. Whoever asks without them hears of them.
EDITION = """
union all (select id, null, null, null from connections_networkedition order by id desc limit 1)
"""
APART = """
apart as materialized (
    select other_id as id from people_block where actor_id = %(viewer)s and until is null
    union all
    select actor_id from people_block where other_id = %(viewer)s and until is null
)
"""


def _side(end: str) -> str:
    """Who can be a go-between among the contacts of one end of a route."""
    return f"""
    select tie.id, tie.cost as ties, load.asked, tie.cost + {HALVING} * load.asked as cost
    from (
        select id, {_cost("freshness")} as cost
        from ({_strongest(f"%({end})s", "%(hub)s")}) strongest
        where {_stands("strongest.id")}
          and id <> all(%(without)s::bigint[] || array[%(viewer)s, %(target)s]::bigint[])
          and not exists (select from to_target where actor_id = strongest.id)
    ) tie
    cross join lateral ({_asked("tie.id")}) load
    where load.asked < %(most)s
    """  # noqa: S608


# Whoever can lead to the target herself leads there by nobody else, and is not a second stop.
ROUTES = f"""
with {APART}, to_target as materialized (
    select actor_id from connections_gobetweenexcept
    where contact_id = %(target)s and until is null
), mine as materialized (
    {_side("viewer")}
), theirs as materialized (
    {_side("target")}
), one as materialized (
    select mine.id as first, mine.cost + theirs.ties as cost, mine.ties + theirs.ties as ties
    from mine join theirs using (id)
), two as materialized (
    select distinct on (first.id)
        first.id as first, theirs.id as second,
        first.cost + tie.cost + theirs.cost as cost, first.ties + tie.cost + theirs.ties as ties
    from mine first
    cross join lateral (
        select id, {_cost("freshness")} as cost
        from ({_strongest("first.id", "%(nearby_hub)s")}) strongest
    ) tie
    join theirs on theirs.id = tie.id
    where %(two_stops)s
      and (select count(*) from one) < %(limit)s
      and first.id not in (select one.first from one)
      and theirs.id not in (select mine.id from mine)
      and not exists (
          select from connections_gobetweenexcept
          where actor_id = first.id and contact_id = theirs.id and until is null
      )
    order by
        first.id, first.cost + tie.cost + theirs.cost, theirs.asked, theirs.id
), found as (
    select 1 as stops, first, null::bigint as second, cost, ties from one
    union all
    select 2, first, second, cost, ties from two
)
(select found.first, found.ties, found.second, null::int
from found
where not exists (
    select from connections_connection
    where holder_id = %(viewer)s and contact_id = %(target)s and until is null
) and not exists (select from apart where id = %(target)s) and %(viewer)s <> %(target)s
order by found.stops, found.cost, found.first
limit %(limit)s)
{EDITION}
"""  # noqa: S608

STOPS_AFTER = f"""
select tie.id
from ({_strongest("%(target)s", "%(hub)s")}) tie
where exists (
    select from connections_gobetweenconsent where actor_id = tie.id and until is null
) and exists (
    select from connections_connection
    where holder_id = %(first)s and contact_id = tie.id and until is null
) and not exists (
    select from connections_gobetweenexcept
    where until is null and (actor_id, contact_id) in (
        (%(first)s, %(target)s), (%(first)s, tie.id), (tie.id, %(target)s)
    )
)
"""  # noqa: S608

# around: who is tied to my go-betweens. ends: who is tied to the people asked about. Where the two
# meet stands a second go-between, and only there it is looked up whether she agreed.
REACH = f"""
with {APART}, wanted as materialized (
    select distinct id from unnest(%(ids)s::bigint[]) as id
    where id <> %(viewer)s and id not in (select apart.id from apart)
), contacts as materialized (
    select contact_id as id, freshness from connections_connection
    where holder_id = %(viewer)s and until is null
), mine as materialized (
    select tie.id, load.asked, {_cost("tie.freshness")} + {HALVING} * load.asked as cost
    from (
        select id, freshness from ({_strongest("%(viewer)s", "%(hub)s")}) strongest
        where {_stands("strongest.id")}
    ) tie
    cross join lateral ({_asked("tie.id")}) load
    where load.asked < %(most)s
), around as materialized (
    select mine.id as via, mine.asked as asked_via, mine.cost, tie.id, tie.freshness
    from mine
    cross join lateral ({_strongest("mine.id", "%(nearby_hub)s")}) tie
    where tie.id <> %(viewer)s and not exists (
        select from connections_gobetweenexcept
        where actor_id = mine.id and contact_id = tie.id and until is null
    )
), ends as materialized (
    select wanted.id as target, tie.id, {_cost("tie.freshness")} as cost
    from wanted
    cross join lateral ({_strongest("wanted.id", "%(hub)s")}) tie
    where wanted.id not in (select contacts.id from contacts)
), standing as materialized (
    select tie.id, load.asked
    from (select distinct id from around where id in (select ends.id from ends) offset 0) tie
    cross join lateral ({_asked("tie.id")}) load
    where {_stands("tie.id")} and load.asked < %(most)s
), seconds as materialized (
    select around.id, around.via, around.asked_via, standing.asked,
        around.cost + {_cost("around.freshness")} + {HALVING} * standing.asked as cost
    from around join standing using (id)
), barred as materialized (
    select actor_id, contact_id from connections_gobetweenexcept
    where until is null and contact_id = any(%(ids)s::bigint[])
), ways as (
    select target, 2 as degree, mine.id as via, mine.cost + ends.cost as cost, mine.asked as asked,
        0 as asked_second
    from ends join mine using (id)
    where not exists (
        select from barred where barred.actor_id = mine.id and barred.contact_id = target
    )
    union all
    select target, 3, via, seconds.cost + ends.cost, asked_via + asked, asked
    from ends join seconds using (id)
    where not exists (
        select from barred where barred.actor_id = seconds.via and barred.contact_id = target
    ) and not exists (
        select from barred where barred.actor_id = seconds.id and barred.contact_id = target
    )
)
select id, {_cost("freshness")}, 1, null from wanted join contacts using (id)
union all (
    select distinct on (target) target, cost - {HALVING} * asked, degree, via
    from ways
    order by target, degree, cost, via, asked_second
)
{EDITION}
"""  # noqa: S608
