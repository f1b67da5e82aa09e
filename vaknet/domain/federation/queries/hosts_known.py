"""Of which hosts we have to know what they are."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from vaknet.domain.federation.models import Follower, Host

STILL_TRUE = timedelta(days=7)  # servers become another program now and then


def to_look_at(now: datetime) -> QuerySet[Host]:
    """Those where somebody follows one of ours: what goes there depends on whether they know
    groups. Those that nobody looked at come first."""
    follows = Follower.objects.filter(
        follower__host=OuterRef("pk"), until=None, since__isnull=False
    )
    is_due = Q(looked_at=None) | Q(looked_at__lt=now - STILL_TRUE)
    rows = Host.objects.filter(Exists(follows), is_due, pruned_at=None)
    return rows.order_by(F("looked_at").asc(nulls_first=True), "pk")
