"""Who is kept apart from whom: blocks work both ways, a mute only for who muted.

Who left, or was switched off by an operator, is kept apart from everybody; who is a member on
paper from all but her group.

The conditions are made for the querysets of all rooms: `rows.exclude(is_apart(viewer))`.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.models import Account, Block, Closure, Mute

# A room above puts here whom else somebody does not see: rows with an `actor`, by who looks.
KEPT_TO_FEW: list[Callable[[int], QuerySet[Any, Any]]] = []


def is_apart(viewer: int, person: str = "pk") -> Q:
    """Whether one of the two blocked the other, or the other left or was switched off.

    `person` names the column with the other's id.
    """
    left = Closure.objects.filter(actor=OuterRef(person), until=None)
    off = Account.objects.filter(actor=OuterRef(person), is_active=False)
    apart = is_blocked(viewer, person) | Q(Exists(left)) | Q(Exists(off))
    for kept in KEPT_TO_FEW:
        apart |= Q(Exists(kept(viewer).filter(actor=OuterRef(person))))
    return apart


def is_blocked(viewer: int, person: str = "pk") -> Q:
    """Whether one of the two blocked the other. What was said with who left stays to be read."""
    mine = Block.objects.filter(actor=viewer, other=OuterRef(person), until=None)
    theirs = Block.objects.filter(actor=OuterRef(person), other=viewer, until=None)
    return Q(Exists(mine)) | Q(Exists(theirs))


def are_blocked(one: str, other: str) -> Q:
    """The same of each row, where both are columns."""
    either = Block.objects.filter(actor=OuterRef(one), other=OuterRef(other), until=None)
    turned = Block.objects.filter(actor=OuterRef(other), other=OuterRef(one), until=None)
    return Q(Exists(either)) | Q(Exists(turned))


def is_muted(viewer: int, person: str = "pk") -> Q:
    return Q(Exists(Mute.objects.filter(actor=viewer, other=OuterRef(person), until=None)))


def are_apart(one: Actor, other: Actor) -> bool:
    return bool(_BLOCKS(one=one.pk, other=other.pk))


def ids_apart(viewer: Actor) -> set[int]:
    """Everybody she blocked, and everybody who blocked her."""
    rows = Block.objects.filter(Q(actor=viewer) | Q(other=viewer), until=None)
    pairs = rows.values_list("actor_id", "other_id")
    return {pk for pair in pairs for pk in pair if pk != viewer.pk}


def name_only(person: Actor) -> Actor:
    """As somebody stands in what looks open to whom she blocked: what she is now is not there."""
    return Actor(
        pk=person.pk,
        kind=person.kind,
        handle=person.handle,
        domain=person.domain,
        name=person.name,
        created_at=person.created_at,
    )


def shown_name(viewer: int, person: str) -> Case:
    """The name of who is still there for her, and else nothing. `person` names the column."""
    hidden = When(is_apart(viewer, person), then=Value(""))
    return Case(hidden, default=F(f"{person}__name"), output_field=TextField())


def out_of_sight(viewer: Actor) -> list[int]:
    """All of whom `is_apart` is true, one by one: for a list of everybody, where PostgreSQL has to
    know beforehand that they are few."""
    return [pk for (pk,) in _APART(viewer=viewer.pk)]


def _apart(viewer: int) -> QuerySet[Block, tuple[int]]:
    mine = Block.objects.filter(actor=viewer, until=None).values_list("other_id")
    theirs = Block.objects.filter(other=viewer, until=None).values_list("actor_id")
    left = Closure.objects.filter(until=None).values_list("actor_id")
    off = Account.objects.filter(is_active=False, actor__isnull=False).values_list("actor_id")
    few = [kept(viewer).values_list("actor_id") for kept in KEPT_TO_FEW]
    return mine.union(theirs, left, off, *few)


def has_muted(person: Actor, other: Actor) -> bool:
    return Mute.objects.filter(actor=person, other=other, until=None).exists()


def keeps_out(person: Actor, other: Actor) -> bool:
    """Whether what the other does is not to be brought to this person."""
    return are_apart(person, other) or has_muted(person, other)


def _blocks(one: int, other: int) -> QuerySet[Block, int]:
    either = Block.objects.filter(actor=one, other=other) | Block.objects.filter(
        actor=other, other=one
    )
    return either.filter(until=None).values_list("pk", flat=True)


_BLOCKS = Frozen(_blocks)
_APART = Frozen(_apart)


def blocks_of(viewer: Actor) -> QuerySet[Block]:
    """Whom she blocked, the latest first. Who blocked her is not to be known."""
    rows = Block.objects.filter(actor=viewer, until=None).select_related("other")
    return rows.order_by("-since", "-pk")


def mutes_of(viewer: Actor) -> QuerySet[Mute]:
    rows = Mute.objects.filter(actor=viewer, until=None).select_related("other")
    return rows.order_by("-since", "-pk")
