"""Who confirms what somebody knows.

How many do is for whoever sees what she knows. Who they are, and where they saw it, is for herself
and for their own contacts: a name tells that the two know each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, Lower, RowNumber

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Confirmation, Connection
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import KnownTopic
from vaknet.domain.people.visibility import is_kept_to_herself

MOST_NAMED = 50
NOBODY = 0


@dataclass(frozen=True)
class Confirmed:
    """`named`: whose name she may see, her own first; `mine`: that she confirms it herself."""

    number: int = 0
    named: list[Confirmation] = field(default_factory=list)
    mine: Confirmation | None = None


def confirmed(viewer: Actor | None, topics: Iterable[KnownTopic]) -> dict[int, Confirmed]:
    """By the topics' numbers. The topics are of one person, and shown to this viewer.

    One statement, however many; none when there is no topic.
    """
    persons = {topic.actor_id for topic in topics}
    looks = NOBODY if viewer is None else viewer.pk
    found: dict[int, list[Confirmation]] = {}
    for person in persons:
        for row in _STANDING(viewer=looks, person=person):
            found.setdefault(row.topic, []).append(row)  # type: ignore[attr-defined]
    return {topic: _told(looks, rows) for topic, rows in found.items()}


def _told(viewer: int, rows: list[Confirmation]) -> Confirmed:
    named = [row for row in rows if row.is_named]  # type: ignore[attr-defined]
    mine = next((row for row in named if row.by_id == viewer), None)
    return Confirmed(number=rows[0].number, named=named, mine=mine)  # type: ignore[attr-defined]


def _standing(viewer: int, person: int) -> QuerySet[Confirmation]:
    """Of each topic those whom she may name, and one row to count with when there are none."""
    mine = Q(by=viewer)
    shown = _is_shown(viewer)
    known = Exists(Connection.objects.filter(holder=viewer, contact=OuterRef("by"), until=None))
    may_name = (Q(known) | mine | Q(person=viewer)) & ~is_apart(viewer, "by")
    same = KnownTopic.objects.filter(actor=person).alias(claim=Lower("text"))
    rows = Confirmation.objects.filter(shown | Q(person=viewer), person=person, until=None)
    rows = rows.annotate(
        claim=Lower("text"),
        is_mine=ExpressionWrapper(mine, BooleanField()),
        is_named=ExpressionWrapper(may_name, BooleanField()),
        topic=Subquery(same.filter(claim=OuterRef("claim")).values("pk")[:1]),
    ).filter(topic__isnull=False)
    order = [F("is_mine").desc(), F("is_named").desc(), F("since").desc(), F("pk").desc()]
    rows = rows.annotate(
        number=Window(Count("pk", filter=shown), partition_by=["claim"]),
        place=Window(RowNumber(), partition_by=["claim"], order_by=order),
    )
    rows = rows.filter(Q(is_named=True) | Q(place=1), place__lte=MOST_NAMED)
    return rows.select_related("by").order_by("topic", "place")


_STANDING = Frozen(_standing)


def number_confirming(viewer: int) -> Coalesce:
    """How many confirm it, for a query of KnownTopic: the number that her profile shows."""
    rows = Confirmation.objects.filter(_is_shown(viewer), person=OuterRef("actor"), until=None)
    same = rows.alias(claim=Lower("text")).filter(claim=Lower(OuterRef("text")))
    counted = same.order_by().values("person").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _is_shown(viewer: int) -> Q:
    """What she does not show, its writer sees as before."""
    return Q(hidden_at=None) | Q(by=viewer)


def topic_to_confirm(viewer: Actor, person: Actor, pk: int) -> KnownTopic:
    """Something that she herself or a contact of hers is shown; else KnownTopic.DoesNotExist."""
    return _shown(viewer, person).get(pk=pk)


def topic_of(viewer: Actor, confirmation: Confirmation) -> KnownTopic | None:
    """What is confirmed, while it is told and shown to this viewer."""
    rows = _shown(viewer, confirmation.person).alias(claim=Lower("text"))
    return rows.filter(claim=Lower(Value(confirmation.text))).first()


def _shown(viewer: Actor, person: Actor) -> QuerySet[KnownTopic]:
    rows = KnownTopic.objects.filter(actor=person).select_related("actor")
    if viewer.pk == person.pk:
        return rows
    tie = Connection.objects.filter(holder=viewer, contact=OuterRef("actor"), until=None)
    return rows.filter(Exists(tie)).exclude(is_kept_to_herself("knows"))


def confirmation(viewer: Actor, pk: int) -> Confirmation:
    """By her or about her, also when it is over: what is done twice is done once."""
    rows = Confirmation.objects.filter(Q(by=viewer) | Q(person=viewer))
    return rows.select_related("person", "by").get(pk=pk)


def confirmations_by(viewer: Actor) -> QuerySet[Confirmation]:
    """All that she confirms, the latest first; also of who shows it to nobody now."""
    rows = Confirmation.objects.filter(by=viewer, until=None).select_related("person")
    return rows.exclude(is_apart(viewer.pk, "person")).order_by("-since", "-pk")
