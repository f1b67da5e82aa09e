"""Somebody to meet, for a reason that works both ways or that she would not have thought of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection, ConnectionRequest
from vaknet.domain.finding import queries as finding
from vaknet.domain.frozen import Frozen
from vaknet.domain.notices.models import RoundStop
from vaknet.domain.notices.stops import Moment, Source, Stop
from vaknet.domain.people.apart import is_apart, is_muted
from vaknet.domain.people.models import KnownTopic, Profile, SoughtTopic
from vaknet.domain.people.visibility import is_narrowed, narrowed_parts
from vaknet.engine.matching import matches
from vaknet.engine.planning import Act

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Hides(TypedDict):
        hides: list[str]

    Shown = WithAnnotations[Actor, _Hides]

NEW_HERE = timedelta(days=30)
FOUND, SEEKERS, NEWCOMERS = 6, 200, 5
KNOWS, SEEKS, PROFESSION = "knows", "seeks", "profession"
# Two ways before one way; that somebody knows what she seeks before a trade in common.
BOTH_WAYS, ONE_WAY, SAME_TRADE = 1.0, 0.7, 0.4
# Another trade is another first figure of ISCO-08; without a good reason it is only strange.
REASONS_OF_A_STRANGER = 2


@dataclass(frozen=True)
class Suggestion:
    """`topic`: what they share, in the words of whom it is suggested to: those of the other are
    hers to take back."""

    person: int
    reason: str
    topic: str
    strength: float
    reasons: int = 1


def people_to_meet(moment: Moment) -> list[Stop]:
    viewer = moment.viewer
    knows = [*_who_know(viewer)]
    seeks = [*_who_seek(viewer)]
    both = {one.person for one in knows} & {one.person for one in seeks}
    found: dict[int, Suggestion] = {}
    for one in [*knows, *seeks, *_new_in_her_trade(moment)]:
        found.setdefault(one.person, one)
    people = _PEOPLE(viewer=viewer.pk, ids=[*found])
    trade = _trades([viewer.pk, *found]) if people else {}
    return [
        _stop(
            moment,
            person,
            found[person.pk],
            is_both_ways=person.pk in both,
            is_other_trade=_differ(trade.get(viewer.pk), trade.get(person.pk)),
        )
        for person in people
    ]


def _stop(
    moment: Moment, person: Actor, one: Suggestion, *, is_both_ways: bool, is_other_trade: bool
) -> Stop:
    return Stop(
        "meet",
        1,
        person.pk,
        person,
        person.created_at,
        topic=one.topic,
        reason=one.reason,
        strength=BOTH_WAYS if is_both_ways else one.strength,
        newcomer=person.created_at > moment.now - NEW_HERE,
        unexpected=is_other_trade and (is_both_ways or one.reasons >= REASONS_OF_A_STRANGER),
    )


def _offered_before(moment: Moment, rows: Sequence[RoundStop]) -> list[Stop]:
    offered = {row.about: row for row in rows}
    people = _PEOPLE(viewer=moment.viewer.pk, ids=[*offered])
    shown = [one for one in people if offered[one.pk].reason not in one.hides]
    return [
        Stop(
            "meet",
            1,
            one.pk,
            one,
            one.created_at,
            topic=offered[one.pk].topic,
            reason=offered[one.pk].reason,
            strength=BOTH_WAYS,
            unexpected=offered[one.pk].unexpected,
        )
        for one in shown
    ]


def _who_know(viewer: Actor) -> Iterable[Suggestion]:
    """What she seeks, as the finder answers it: with evidence, and for all of the network."""
    for text in viewer.sought_topics.order_by("-pk").values_list("text", flat=True)[:1]:
        for one in finding.who_know(viewer, text, limit=FOUND):
            yield Suggestion(one.actor.pk, KNOWS, text, ONE_WAY, len(one.reasons))


def _who_seek(viewer: Actor) -> Iterable[Suggestion]:
    """Of those who said last what they seek. The topic is what fits it of what she knows."""
    known = [topic for (topic,) in _KNOWN(viewer=viewer.pk)]
    sought = _SOUGHT(viewer=viewer.pk) if known else []
    for match in matches([text for _person, text in sought], known)[:FOUND]:
        person, _text = sought[match.text]
        yield Suggestion(person, SEEKS, known[match.topic], ONE_WAY * match.fit)


def _new_in_her_trade(moment: Moment) -> Iterable[Suggestion]:
    for person, profession in _NEWCOMERS(viewer=moment.viewer.pk, since=moment.now - NEW_HERE):
        yield Suggestion(person, PROFESSION, profession, SAME_TRADE)


def _trades(people: list[int]) -> dict[int, str]:
    """The first figure of each one's occupation in ISCO-08, where it is known and shown."""
    return {person: isco[:1] for person, isco in _TRADES(ids=people)}


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and one != other


def _people(viewer: int, ids: list[int]) -> "QuerySet[Shown]":
    """Of these, whom she does not know yet, did not write to, and may meet."""
    tie = Connection.objects.filter(holder=viewer, contact=OuterRef("pk"), until=None)
    asked = ConnectionRequest.objects.filter(
        Q(sender=viewer, recipient=OuterRef("pk")) | Q(sender=OuterRef("pk"), recipient=viewer),
        accepted_at=None,
        withdrawn_at=None,
    )
    rows = Actor.objects.filter(pk__any_of=ids, kind=Actor.Kind.PERSON, domain="")
    rows = rows.exclude(Exists(tie)).exclude(Exists(asked)).exclude(pk=viewer).exclude(name="")
    rows = rows.exclude(is_apart(viewer) | is_muted(viewer))
    return rows.annotate(hides=narrowed_parts(person="pk")).order_by("pk")


def _known(viewer: int) -> QuerySet[KnownTopic, tuple[str]]:
    return KnownTopic.objects.filter(actor=viewer).order_by("pk").values_list("text")


def _sought(viewer: int) -> QuerySet[SoughtTopic, tuple[int, str]]:
    rows = SoughtTopic.objects.exclude(is_narrowed("seeks")).exclude(actor=viewer)
    return rows.order_by("-since", "-pk").values_list("actor_id", "text")[:SEEKERS]


def _newcomers(viewer: int, since: datetime) -> QuerySet[Profile, tuple[int, str]]:
    """With her own word for it."""
    hers = Profile.objects.filter(actor=viewer)
    rows = Profile.objects.filter(
        occupation__in=hers.values("occupation")[:1], actor__created_at__gte=since
    )
    rows = rows.exclude(is_narrowed("profession")).exclude(actor=viewer)
    rows = rows.annotate(hers=Subquery(hers.values("profession")[:1])).order_by("-actor")
    return rows.values_list("actor_id", "hers")[:NEWCOMERS]


def _occupations(ids: list[int]) -> QuerySet[Profile, tuple[int, str]]:
    rows = Profile.objects.filter(actor__any_of=ids, occupation__isnull=False)
    return rows.exclude(is_narrowed("profession")).values_list("actor_id", "occupation__isco")


_PEOPLE = Frozen(_people)
_KNOWN = Frozen(_known)
_SOUGHT = Frozen(_sought)
_NEWCOMERS = Frozen(_newcomers)
_TRADES = Frozen(_occupations)

SOURCES = (
    Source(
        "meet",
        Act.MEET,
        frozenset(["requested_connection", "proposed_talk", "asked_introduction"]),
        people_to_meet,
        _offered_before,
        shared=True,
    ),
)
