"""Letting go of people elsewhere of whom there is nothing here any more."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import reduce
from itertools import chain
from operator import or_

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import RemoteActor

STAYS = timedelta(days=30)
AT_ONCE = 500
# Not by way of the models, which would take along what points there: the database refuses that.
GOING = (
    "delete from federation_remoteactor where actor_id = any(%s)",
    "delete from activity_actor where id = any(%s)",
)


@transaction.atomic
def forget_remotes(*, now: datetime) -> int:
    """For the clock: who was read a month ago, and to whom nothing here points any more, also not
    what is over. How many are gone, at most so many at once.

    Who is read in this very moment is passed by. What points at her in it, without reading her, is
    refused by the database, and finds when it is tried again that she is not known.
    """
    rows = RemoteActor.objects.select_for_update(skip_locked=True).select_related("actor")
    held = [one.pk for one in rows.filter(pk__in=list(_alone(now)[:AT_ONCE]))]
    gone = list(_alone(now).filter(pk__in=held))
    with connection.cursor() as cursor:
        for statement in GOING:
            cursor.execute(statement, [gone])
    return len(gone)


def pointers() -> Iterator[tuple[type[Model], dict[str, object]]]:
    """Each model that can point at somebody elsewhere, and which of its rows do so: found by
    itself, so that one that is made later keeps its people too."""
    for relation in chain(*(_relations(model) for model in (Actor, RemoteActor))):
        if relation.related_model is not RemoteActor:
            yield relation.related_model, {relation.field.name: OuterRef("pk")}
    kinds = [ContentType.objects.get_for_model(model) for model in (Actor, RemoteActor)]
    for model, one in _to_anything():
        yield model, {f"{one.ct_field}__in": kinds, one.fk_field: OuterRef("pk")}


def _to_anything() -> list[tuple[type[Model], GenericForeignKey]]:
    found = [(model, one) for model in apps.get_models() for one in model._meta.private_fields]
    return [(model, one) for model, one in found if isinstance(one, GenericForeignKey)]


def _relations(model: type[Model]) -> list[ForeignObjectRel]:
    """Also those that have no name on this side."""
    fields = model._meta.get_fields(include_hidden=True)
    return [one for one in fields if isinstance(one, ForeignObjectRel)]


def _alone(now: datetime) -> QuerySet[RemoteActor, int]:
    points = [Q(Exists(model._base_manager.filter(**told))) for model, told in pointers()]
    rows = RemoteActor.objects.filter(read_at__lt=now - STAYS).exclude(reduce(or_, points))
    return rows.order_by("pk").values_list("pk", flat=True)
