"""The statements behind routes and reach.

Every branch reads ties from an index alone (`connection_newest`, `connection_once`) and is cut at
a hub's newest ties. Written by hand because the plan is the point: two small sets that meet,
never a walk outward.
"""

# mine and theirs: the newest ties of either side that lead through a consenting go-between, who
# did not say "not through me" to the target, and was not asked too much lately. What counts is when
# she was asked, never what she answered: a no must not show.
ROUTES = """
with consenting as not materialized (
    select actor_id from connections_gobetweenconsent where until is null
), to_target as materialized (
    select actor_id from connections_gobetweenexcept
    where contact_id = %(target)s and until is null
), mine as materialized (
    select tie.contact_id as id, tie.since, load.asked
    from (
        select contact_id, since from connections_connection
        where holder_id = %(viewer)s and until is null order by since desc limit %(hub)s
    ) tie
    cross join lateral (
        select count(*) as asked from connections_introductionstep
        where go_between_id = tie.contact_id and asked_at > %(lately)s
    ) load
    where load.asked < %(most)s
      and exists (select from consenting where actor_id = tie.contact_id)
      and tie.contact_id <> all(%(without)s::bigint[])
      and not exists (select from to_target where actor_id = tie.contact_id)
), theirs as materialized (
    select tie.contact_id as id, tie.since, load.asked
    from (
        select contact_id, since from connections_connection
        where holder_id = %(target)s and until is null order by since desc limit %(hub)s
    ) tie
    cross join lateral (
        select count(*) as asked from connections_introductionstep
        where go_between_id = tie.contact_id and asked_at > %(lately)s
    ) load
    where load.asked < %(most)s
      and exists (select from consenting where actor_id = tie.contact_id)
      and tie.contact_id <> all(%(without)s::bigint[])
      and not exists (select from to_target where actor_id = tie.contact_id)
), one as materialized (
    select mine.id as first, mine.since, mine.asked from mine join theirs using (id)
), two as materialized (
    select distinct on (mine.id)
        mine.id as first, theirs.id as second, mine.since, mine.asked, theirs.asked as second_asked
    from mine
    cross join lateral (
        select contact_id from connections_connection
        where holder_id = mine.id and until is null order by since desc limit %(nearby_hub)s
    ) tie
    join theirs on theirs.id = tie.contact_id
    where %(two_stops)s
      and (select count(*) from one) < %(limit)s
      and theirs.id <> %(viewer)s
      and not exists (
          select from people_block
          where until is null and (actor_id, other_id) in
              ((%(viewer)s, theirs.id), (theirs.id, %(viewer)s))
      )
      and mine.id <> %(target)s
      and not exists (
          select from connections_gobetweenexcept
          where actor_id = mine.id and contact_id = theirs.id and until is null
      )
      and not exists (select from mine nearer where nearer.id = theirs.id)
    order by mine.id, theirs.asked, theirs.since desc
), found as (
    select 1 as stops, first, null::bigint as second, since, asked, 0 as second_asked from one
    union all
    select 2, first, second, since, asked, second_asked from two
)
select found.first, found.second
from found
where not exists (
    select from connections_connection
    where holder_id = %(viewer)s and contact_id = %(target)s and until is null
) and not exists (
    select from people_block
    where until is null and (actor_id, other_id) in
        ((%(viewer)s, %(target)s), (%(target)s, %(viewer)s))
)
order by found.stops, found.asked, found.second_asked, found.since desc, found.first
limit %(limit)s
"""

STOPS_AFTER = """
select tie.contact_id
from (
    select contact_id from connections_connection
    where holder_id = %(target)s and until is null order by since desc limit %(hub)s
) tie
where exists (
    select from connections_gobetweenconsent where actor_id = tie.contact_id and until is null
) and exists (
    select from connections_connection
    where holder_id = %(first)s and contact_id = tie.contact_id and until is null
) and not exists (
    select from connections_gobetweenexcept
    where until is null and (actor_id, contact_id) in (
        (%(first)s, %(target)s), (%(first)s, tie.contact_id), (tie.contact_id, %(target)s)
    )
)
"""

# near: everybody one go-between away, with that go-between: of several the one asked least lately,
# so that not everybody is sent by the same hub. The last branch looks at the ties of
# the people asked about, until the first that meets, instead of walking a third step outward.
REACH = """
with wanted as materialized (
    select distinct id from unnest(%(ids)s::bigint[]) as id where id <> %(viewer)s
), contacts as materialized (
    select contact_id as id, since from connections_connection
    where holder_id = %(viewer)s and until is null order by since desc
), mine as materialized (
    select newest.id, row_number() over (order by load.asked, newest.since desc, newest.id) as place
    from (select id, since from contacts limit %(hub)s) newest
    cross join lateral (
        select count(*) as asked from connections_introductionstep
        where go_between_id = newest.id and asked_at > %(lately)s
    ) load
    where load.asked < %(most)s and exists (
        select from connections_gobetweenconsent where actor_id = newest.id and until is null
    )
), nearby as materialized (
    select tie.contact_id as id, min(mine.place) as place
    from mine
    cross join lateral (
        select contact_id from connections_connection
        where holder_id = mine.id and until is null order by since desc limit %(nearby_hub)s
    ) tie
    where not exists (
        select from connections_gobetweenexcept
        where actor_id = mine.id and contact_id = tie.contact_id and until is null
    )
    group by tie.contact_id
), near as materialized (
    select nearby.id, mine.id as via from nearby join mine using (place)
), first as (
    select id, 1 as degree, null::bigint as via from wanted join contacts using (id)
), second as (
    select id, 2 as degree, near.via from wanted join near using (id)
), farther as materialized (
    select id from wanted
    where id not in (select id from near)
      and id not in (select id from contacts)
), third as (
    select farther.id, 3 as degree, bridge.via
    from farther
    cross join lateral (
        select near.via from (
            select contact_id from connections_connection
            where holder_id = farther.id and until is null order by since desc limit %(nearby_hub)s
        ) tie
        join near on near.id = tie.contact_id
        where exists (
            select from connections_gobetweenconsent where actor_id = near.id and until is null
        ) and not exists (
            select from connections_gobetweenexcept
            where actor_id in (near.id, near.via) and contact_id = farther.id and until is null
        )
        limit 1
    ) bridge
)
select id, degree, via from first
union all select id, degree, via from second
union all select id, degree, via from third
"""
