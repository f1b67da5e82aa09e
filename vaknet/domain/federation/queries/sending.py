"""What waits to be sent to other networks."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from vaknet.domain.federation.models import Delivery, Host, Parcel

WAITS = Q(arrived_at=None, given_up_at=None)


def hosts_due(now: datetime, *, but: Collection[int] = ()) -> QuerySet[Host]:
    """Those that something is due for. First those that are well: who is slow takes time."""
    due = Delivery.objects.filter(WAITS, host=OuterRef("pk"), due_at__lte=now)
    rested = Q(waits_until=None) | Q(waits_until__lte=now)
    rows = Host.objects.filter(rested, Exists(due), pruned_at=None).exclude(pk__in=but)
    return rows.order_by("failures", "pk")


def hosts_due_since(parcel: int, now: datetime, *, but: Collection[int] = ()) -> QuerySet[Host]:
    """Those of `hosts_due` for which something was put down after that parcel."""
    newer = Delivery.objects.filter(WAITS, parcel_id__gt=parcel).values("host")
    return hosts_due(now, but=but).filter(pk__in=newer)


def newest_parcel() -> int:
    """0 when nothing was put down yet."""
    newest: int = Parcel.objects.aggregate(pk=Max("pk", default=0))["pk"]
    return newest


def due_of(host: Host, now: datetime) -> QuerySet[Delivery]:
    """In the order in which it was put down. Not what is about a thing of which something older of
    the same sender still waits for that inbox: a post that was taken away would come back."""
    older = Delivery.objects.filter(
        WAITS,
        inbox=OuterRef("inbox"),
        parcel__about=OuterRef("parcel__about"),
        parcel__sender=OuterRef("parcel__sender"),
        parcel_id__lt=OuterRef("parcel_id"),
    )
    rows = Delivery.objects.filter(WAITS, host=host, due_at__lte=now)
    alone = Q(parcel__about="") | ~Exists(older)
    return rows.filter(alone).select_related("parcel").order_by("parcel_id", "pk")


def waiting() -> QuerySet[Delivery]:
    return Delivery.objects.filter(WAITS)
