"""What of ours is known elsewhere, in whose name, and at which address."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import (
    FederatedId,
    FederatedThing,
    Federating,
    Host,
    KeptHome,
)
from vaknet.domain.federation.rules import EDITION
from vaknet.domain.groups.models import Group
from vaknet.domain.people.visibility import is_public


def groups_known() -> QuerySet[Group]:
    """Whose content goes out: guests read it, and no steward keeps it home."""
    home = KeptHome.objects.filter(group=OuterRef("pk"), until=None)
    return Group.objects.filter(~Exists(home), readers=Group.Readers.PUBLIC)


def in_her_name(person: str, said: str) -> Combinable:
    """Whether it goes out in the name of who said it, and guests see her name beside it.

    Only what she said since she agreed to that, as long as she does and shows something to
    everyone. Who left, is switched off, or asked without a name, has no such row. `person` and
    `said` name the columns with who said it, and when.
    """
    agreed = Federating.objects.filter(
        actor=OuterRef(person),
        until=None,
        text=EDITION,
        since__lte=OuterRef(said),
        actor__kind=Actor.Kind.PERSON,
        actor__domain="",
        actor__account__is_active=True,
    ).exclude(actor__name="")
    return ExpressionWrapper(Q(Exists(agreed)) & is_public(person), output_field=BooleanField())


def thing_at(token: str) -> FederatedThing | None:
    return FederatedThing.objects.filter(token=token).first()


def things_at(tokens: Collection[str]) -> dict[str, FederatedThing]:
    """The same of many, with what they are, by token."""
    rows = FederatedThing.objects.filter(token__in=tokens).prefetch_related("object")
    return {row.token: row for row in rows}


def things_known(
    model: type[models.Model], ids: "Collection[int] | QuerySet[Any, Any]"
) -> QuerySet[FederatedThing]:
    """Of which others know the address, as far as nothing says that they are gone."""
    kind = ContentType.objects.get_for_model(model)
    rows = FederatedThing.objects.filter(object_type=kind, object_id__in=ids, gone_at=None)
    return rows.order_by("pk")


def things_known_but(
    model: type[models.Model], there: "QuerySet[Any, Any]"
) -> QuerySet[FederatedThing]:
    """Of this kind those that are known elsewhere and not among `there`: the ids of what is."""
    kind = ContentType.objects.get_for_model(model)
    rows = FederatedThing.objects.filter(object_type=kind, gone_at=None)
    return rows.exclude(object_id__in=there).order_by("pk")


def things_of_group(token: str) -> QuerySet[FederatedThing]:
    return FederatedThing.objects.filter(group=token, gone_at=None).order_by("pk")


def things_of_owner(token: str) -> QuerySet[FederatedThing]:
    return FederatedThing.objects.filter(owner=token, gone_at=None).order_by("pk")


def tokens_of(actors: Iterable[int]) -> dict[int, str]:
    """By actor, of those that have one."""
    rows = FederatedId.objects.filter(actor__in=set(actors))
    return dict(rows.values_list("actor_id", "token"))


def actors_at(tokens: Collection[str]) -> dict[str, Actor]:
    rows = Actor.objects.filter(federated_id__token__in=tokens).select_related("federated_id")
    return {row.federated_id.token: row for row in rows}


def software_of(hosts: Collection[str]) -> dict[str, str]:
    """By name of the host, as it says itself; "" where nobody asked."""
    return dict(Host.objects.filter(name__in=hosts).values_list("name", "software"))
