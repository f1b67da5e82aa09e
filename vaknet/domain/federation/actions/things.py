"""Addresses of our things for other networks: made when they are first needed, ended when told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from vaknet.domain.federation import queries, rules
from vaknet.domain.federation.actions.taking_back import give_up_words
from vaknet.domain.federation.models import FederatedThing, Parcel
from vaknet.domain.federation.rules import chance


@dataclass(frozen=True)
class Owned:
    """A row of `model`, and in whose name it is known in which group: their tokens."""

    model: type[models.Model]
    pk: int
    owner: str
    group: str


def address_things(*, things: Sequence[Owned]) -> dict[Owned, str]:
    """Their tokens, made where there is none. Of two at once one is kept.

    One statement when all have one. It is no act of anybody: see decision 71.
    """
    found = _addressed(things)
    missing = [one for one in things if one not in found]
    if not missing:
        return found
    FederatedThing.objects.bulk_create(
        (
            FederatedThing(
                token=chance(),
                object_type=ContentType.objects.get_for_model(one.model),
                object_id=one.pk,
                owner=one.owner,
                group=one.group,
            )
            for one in missing
        ),
        ignore_conflicts=True,
    )
    return found | _addressed(missing)


def _addressed(things: Sequence[Owned]) -> dict[Owned, str]:
    if not things:
        return {}
    kinds = {ContentType.objects.get_for_model(one.model).pk: one.model for one in things}
    rows = FederatedThing.objects.filter(
        object_type__in=kinds, object_id__in={one.pk for one in things}, gone_at=None
    )
    known = {
        Owned(kinds[row.object_type_id], row.object_id, row.owner, row.group): row.token
        for row in rows
    }
    return {one: known[one] for one in things if one in known}


@transaction.atomic
def end_things(*, tokens: Collection[str]) -> None:
    """Others are told that they are gone, and that stays so: what comes back gets a new address.

    What waits to be sent of them is not sent any more.
    """
    _end(FederatedThing.objects.filter(token__in=tokens, gone_at=None))


@transaction.atomic
def end_things_of(*, group: str = "", owner: str = "") -> None:
    """All of a group or of somebody at once, by their token, and what is in their name: it is not
    known elsewhere any more."""
    _end(queries.things_of_group(group) if group else queries.things_of_owner(owner))
    hers = Parcel.objects.filter(sender__federated_id__token=group or owner)
    give_up_words(hers, at=timezone.now())


def _end(rows: models.QuerySet[FederatedThing]) -> None:
    now = timezone.now()
    names = [rules.id_of_thing(token) for token in rows.values_list("token", flat=True)]
    give_up_words(Parcel.objects.filter(about__in=names), at=now)
    rows.update(gone_at=now)
