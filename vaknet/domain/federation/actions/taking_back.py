"""What waits to be sent of something that was taken back, or has other words now: words and names
that are not ours to tell any more. What takes something back itself still goes."""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from vaknet.domain.federation.actions.delivery import content_of
from vaknet.domain.federation.actions.sending import TAKEN_BACK
from vaknet.domain.federation.models import Parcel
from vaknet.domain.federation.queries.sending import waiting
from vaknet.engine.activitypub import Verb

TAKES_BACK = {Verb.DELETE, Verb.UNDO, Verb.REJECT, Verb.LEAVE}


def give_up_words(parcels: QuerySet[Parcel], *, at: datetime) -> None:
    """Belongs inside the transaction of what ends them."""
    _give_up([row.pk for row in _waiting(parcels) if not _takes_back(row)], at)


def give_up_told(parcels: QuerySet[Parcel], *, ids: Collection[str], at: datetime) -> None:
    """Of these only the activities with such an id: others may be about the same thing. Belongs
    inside the transaction of what ends them."""
    _give_up([row.pk for row in _waiting(parcels) if _told(row).get("id") in ids], at)


def tell_instead(parcels: QuerySet[Parcel], told: Mapping[str, object]) -> None:
    """Of these the activity of the same id, where it waits, is what it is now. One that is on its
    way goes as it was: whoever changes something also tells that. Belongs inside the transaction of
    what changes it."""
    same = [row.pk for row in _waiting(parcels) if _told(row).get("id") == told["id"]]
    Parcel.objects.filter(pk__in=same).update(content=content_of(told))


def _waiting(parcels: QuerySet[Parcel]) -> Iterator[Parcel]:
    return parcels.filter(pk__in=waiting().values("parcel")).order_by("pk").iterator()


def _give_up(parcels: Collection[int], at: datetime) -> None:
    waiting().filter(parcel__in=parcels).update(given_up_at=at, trouble=TAKEN_BACK)


def _told(parcel: Parcel) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(bytes(parcel.content))
    return told


def _takes_back(parcel: Parcel) -> bool:
    """Also inside what a group passes on."""
    told = _told(parcel)
    while told.get("type") == Verb.ANNOUNCE and isinstance(told["object"], dict):
        told = told["object"]
    return told.get("type") in TAKES_BACK
