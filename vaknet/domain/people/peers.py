"""People who do what I do: at other employers, in this network.

Like what she told about herself: her occupation and the ISCO-08 groups it is in, her own words for
it, what she knows, and then the kind, the size and the region of where she works. Of others only
the parts that are for all members count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Occupation, OccupationGroup, Organisation

# What each likeness weighs. The work comes before where it is done: where adds 1.5 at most, less
# than there is between one ISCO-08 group and the next. Three topics that both know are worth as
# much as the same unit group. Of the code, four digits are a unit group, three a minor group.
SAME_OCCUPATION, SAME_UNIT_GROUP, SAME_MINOR_GROUP = 4.6, 3.0, 1.4
EACH_TOPIC, MOST_TOPICS = 1.0, 3
SAME_KIND, SAME_SIZE, SAME_REGION = 0.6, 0.3, 0.6
MOST_OF_WHERE = SAME_KIND + SAME_SIZE + SAME_REGION
# Where they work is looked up for so many; the largest occupations of a large network have fewer.
CANDIDATES = 3_000
# First it is looked up only for those who can still come before the hundredth by their work.
FIRST_LOOK = 100

PEERS = """
with me as (
    select profile.actor_id, profile.occupation_id, occupation.isco,
           nullif(lower(profile.profession), '') as profession, place.region,
           organisation.id as organisation_id, organisation.kind, organisation.size
    from people_profile profile
    left join people_occupation occupation on occupation.id = profile.occupation_id
    left join people_place place on place.id = profile.place_id
    left join lateral (
        select organisation_id from people_role
        where actor_id = profile.actor_id and kind = 'work'
          and (until is null or until > %(today)s)
          and (since is null or since <= %(today)s)
        order by since desc nulls last, id desc limit 1
    ) work on true
    left join people_organisation organisation on organisation.id = work.organisation_id
    where profile.actor_id = %(viewer)s
), of_trade as (
    select other.actor_id as person,
           max(case when other.occupation_id = me.occupation_id then %(same_occupation)s
                    when theirs.isco = me.isco then %(same_unit_group)s
                    else %(same_minor_group)s end) as weight
    from me
    join people_occupation theirs on left(theirs.isco, 3) = left(me.isco, 3)
    join people_profile other on other.occupation_id = theirs.id
    group by other.actor_id
  union all
    select other.actor_id, %(same_occupation)s
    from me join people_profile other on lower(other.profession) = me.profession
), trade as (
    select person, max(weight) as weight from of_trade
    where not exists (
        select from people_partaudience hidden
        where hidden.actor_id = person and hidden.part = 'profession'
          and hidden.who in ('contacts', 'me')
    )
    group by person
), knowing as (
    select other.actor_id as person, array_agg(distinct other.text order by other.text) as topics
    from people_knowntopic mine
    join people_knowntopic other
      on other.subject_id = mine.subject_id or lower(other.text) = lower(mine.text)
    where mine.actor_id = %(viewer)s and not exists (
        select from people_partaudience hidden
        where hidden.actor_id = other.actor_id and hidden.part = 'knows'
          and hidden.who in ('contacts', 'me')
    )
    group by other.actor_id
), ranked as (
    select person, coalesce(trade.weight, 0) as trade,
           coalesce(knowing.topics, '{}') as topics,
           coalesce(trade.weight, 0)
             + %(each_topic)s * least(coalesce(cardinality(knowing.topics), 0), %(most_topics)s)
             as work
    from trade full join knowing using (person)
    where person <> %(viewer)s
    order by work desc, person
    limit %(candidates)s
), sure as (
    select min(work) as work from (select work from ranked order by work desc limit %(sure)s) first
), candidate as (
    select ranked.* from ranked, sure where ranked.work >= sure.work - %(most_of_where)s
)
select person, candidate.trade, candidate.topics,
       coalesce(nullif(organisation.kind, '') = me.kind, false) as same_kind,
       coalesce(nullif(organisation.size, '') = me.size, false) as same_size,
       coalesce(nullif(place.region, '') = me.region, false) as same_region,
       occupation.id as occupation_id, organisation.id as organisation_id,
       coalesce(nullif(lower(profile.profession), '') = me.profession, false) as same_words,
       profile.profession, grouped.label_nl, grouped.label_en,
       candidate.work >= sure.work as is_sure
from candidate
cross join me
cross join sure
join activity_actor actor on actor.id = person
    and actor.kind = 'person' and actor.domain = '' and actor.name <> ''
join people_profile profile on profile.actor_id = person
join people_account account on account.actor_id = person and account.is_active
left join people_occupation occupation on occupation.id = profile.occupation_id
left join people_occupationgroup grouped on grouped.code = left(
    occupation.isco, case when candidate.trade >= %(same_unit_group)s then 4 else 3 end
)
left join people_place place on place.id = profile.place_id and not exists (
    select from people_partaudience hidden
    where hidden.actor_id = person and hidden.part = 'place' and hidden.who in ('contacts', 'me')
)
left join lateral (
    select organisation_id from people_role
    where actor_id = person and kind = 'work'
      and (until is null or until > %(today)s) and (since is null or since <= %(today)s)
      and not exists (
          select from people_partaudience hidden
          where hidden.actor_id = person and hidden.part = 'work'
            and hidden.who in ('contacts', 'me')
      )
    order by since desc nulls last, id desc limit 1
) work on true
left join people_organisation organisation on organisation.id = work.organisation_id
where not exists (
    select from people_block block where block.until is null
      and ((block.actor_id = %(viewer)s and block.other_id = person)
        or (block.actor_id = person and block.other_id = %(viewer)s))
) and not exists (
    select from people_mute mute
    where mute.until is null and mute.actor_id = %(viewer)s and mute.other_id = person
)
and (%(own_employer)s or organisation.id is distinct from me.organisation_id
     or me.organisation_id is null)
and (not %(same_kind_only)s or nullif(organisation.kind, '') = me.kind)
and (not %(same_size_only)s or nullif(organisation.size, '') = me.size)
and (not %(same_region_only)s or nullif(place.region, '') = me.region)
and (not %(same_work_only)s or candidate.trade >= %(same_unit_group)s)
order by candidate.work
         + %(same_kind)s * coalesce((nullif(organisation.kind, '') = me.kind)::int, 0)
         + %(same_size)s * coalesce((nullif(organisation.size, '') = me.size)::int, 0)
         + %(same_region)s * coalesce((nullif(place.region, '') = me.region)::int, 0)
         desc, person
limit %(limit)s offset %(start)s
"""


@dataclass(frozen=True)
class Wanted:
    """What to narrow the list to. Her own employer's people are left out unless wanted."""

    same_work: bool = False
    same_kind: bool = False
    same_size: bool = False
    same_region: bool = False
    own_employer: bool = False


@dataclass(frozen=True)
class Peer:
    """Somebody, and in what she is like the viewer. `occupation` when that is the same kind of
    work, with `is_same_occupation` or else the ISCO-08 `group` that both are in; `profession` when
    both call it so in their own words; `topics` are in the other's words."""

    actor: Actor
    occupation: Occupation | None
    is_same_occupation: bool
    group: OccupationGroup | None
    profession: str
    topics: list[str]
    organisation: Organisation | None
    has_same_kind: bool
    has_same_size: bool
    has_same_region: bool


def peers(viewer: Actor, *, wanted: Wanted, start: int, end: int) -> Sequence[Peer]:
    """The closest first. Four or five statements, whatever the size of the network."""
    rows = _closest(viewer, wanted, start, end, sure=end + FIRST_LOOK)
    if len(rows) < end - start or not all(row["is_sure"] for row in rows):
        rows = _closest(viewer, wanted, start, end, sure=CANDIDATES)
    actors = Actor.objects.in_bulk([row["person"] for row in rows])
    occupations = Occupation.objects.in_bulk({row["occupation_id"] for row in rows} - {None})
    places = Organisation.objects.in_bulk({row["organisation_id"] for row in rows} - {None})
    return [
        Peer(
            actor=actors[row["person"]],
            occupation=occupations.get(row["occupation_id"]) if row["trade"] else None,
            is_same_occupation=row["trade"] >= SAME_OCCUPATION,
            group=_group(row["label_nl"], row["label_en"]),
            profession=row["profession"] if row["trade"] and row["same_words"] else "",
            topics=list(row["topics"]),
            organisation=places.get(row["organisation_id"]),
            has_same_kind=row["same_kind"],
            has_same_size=row["same_size"],
            has_same_region=row["same_region"],
        )
        for row in rows
    ]


def _group(label_nl: str | None, label_en: str | None) -> OccupationGroup | None:
    return OccupationGroup(label_nl=label_nl, label_en=label_en) if label_nl and label_en else None


def _closest(
    viewer: Actor, wanted: Wanted, start: int, end: int, *, sure: int
) -> list[dict[str, Any]]:
    """Exact when every row is sure.

    Whoever is left out comes, by work, more than all of `MOST_OF_WHERE` after the one at `sure`:
    behind everybody who comes before that one.
    """
    with connection.cursor() as cursor:
        cursor.execute(PEERS, _values(viewer, wanted, start, end) | {"sure": sure})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _values(viewer: Actor, wanted: Wanted, start: int, end: int) -> dict[str, Any]:
    return {
        "viewer": viewer.pk,
        "today": timezone.localdate(),  # that of PostgreSQL is of another time zone
        "same_occupation": SAME_OCCUPATION,
        "same_unit_group": SAME_UNIT_GROUP,
        "same_minor_group": SAME_MINOR_GROUP,
        "each_topic": EACH_TOPIC,
        "most_topics": MOST_TOPICS,
        "same_kind": SAME_KIND,
        "same_size": SAME_SIZE,
        "same_region": SAME_REGION,
        "most_of_where": MOST_OF_WHERE,
        "candidates": CANDIDATES,
        "own_employer": wanted.own_employer,
        "same_kind_only": wanted.same_kind,
        "same_size_only": wanted.same_size,
        "same_region_only": wanted.same_region,
        "same_work_only": wanted.same_work,
        "limit": end - start,
        "start": start,
    }
