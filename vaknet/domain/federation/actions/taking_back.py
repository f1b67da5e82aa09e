"""What waits to be sent of something that was taken back: words and names that are not ours to tell
any more. What takes something back itself still goes."""

import json
from datetime import datetime

from django.db.models import QuerySet

from vaknet.domain.federation.actions.sending import TAKEN_BACK
from vaknet.domain.federation.models import Parcel
from vaknet.domain.federation.queries.sending import waiting
from vaknet.engine.activitypub import Verb

TAKES_BACK = {Verb.DELETE, Verb.UNDO, Verb.REJECT, Verb.LEAVE}


def give_up_words(parcels: QuerySet[Parcel], *, at: datetime) -> None:
    """Belongs inside the transaction of what ends them."""
    rows = parcels.filter(pk__in=waiting().values("parcel")).order_by("pk")
    ended = [row.pk for row in rows.iterator() if not _takes_back(row)]
    waiting().filter(parcel__in=ended).update(given_up_at=at, trouble=TAKEN_BACK)


def _takes_back(parcel: Parcel) -> bool:
    """Also inside what a group passes on."""
    told = json.loads(bytes(parcel.content))
    while told.get("type") == Verb.ANNOUNCE and isinstance(told["object"], dict):
        told = told["object"]
    return told.get("type") in TAKES_BACK
