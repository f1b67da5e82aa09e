"""Which networks are partners, and what stands between them and us."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.networks.models import Network, Share, Treaty


def partners(sharing: Share | None = None) -> QuerySet[Network]:
    """With a treaty in force now, and one that shares this."""
    standing = treaties_in_force().filter(network=OuterRef("pk"))
    if sharing is not None:
        standing = standing.filter(shares__kind=sharing)
    return Network.objects.filter(Exists(standing)).order_by("name", "pk")


def in_force(network: Network) -> Treaty | None:
    return treaties_in_force().filter(network=network).first()


def treaties_in_force(at: datetime | None = None) -> QuerySet[Treaty]:
    now = at or timezone.now()
    stands = Q(in_force_until=None) | Q(in_force_until__gt=now)
    return Treaty.objects.filter(stands, in_force_from__lte=now, ended_at=None)


def network_with(uri: str) -> Network | None:
    """Partner or not, by the address of its own actor."""
    return Network.objects.filter(uri=uri).first()
