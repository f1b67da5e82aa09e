"""What partners show to everybody: kept while the treaty shares it, and no longer than they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vaknet.domain.networks.actions.ending import lock
from vaknet.domain.networks.models import FromPartner, Share, Treaty, TreatyShare
from vaknet.domain.networks.queries import treaties_in_force

MOST = 200  # of one kind, of one partner


@dataclass(frozen=True)
class Thing:
    """One line in a list of a partner. `uri`: what it calls it; `url`: where people read it."""

    uri: str
    url: str
    title: str
    text: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def keep_things(*, treaty: Treaty, kind: Share, things: Sequence[Thing], now: datetime) -> None:
    """All that there is now; what they do not tell any more goes. Nothing is kept when the treaty
    ended while they answered."""
    lock(treaty.network)
    share = _share(treaty, kind, now)
    if share is None:
        return
    rows = FromPartner.objects.filter(treaty=treaty, kind=kind)
    rows.delete()
    once = {thing.uri: thing for thing in things[:MOST]}
    FromPartner.objects.bulk_create(
        FromPartner(treaty=treaty, kind=kind, **vars(thing)) for thing in once.values()
    )
    share.read_at, share.trouble = now, ""
    share.save(update_fields=["read_at", "trouble"])


@transaction.atomic
def note_unread(*, treaty: Treaty, kind: Share, reason: str) -> None:
    """What we have of it stays until they answer again, or the treaty ends."""
    share = _share(treaty, kind, timezone.now())
    if share is not None:
        share.trouble = reason[:200]
        share.save(update_fields=["trouble"])


def _share(treaty: Treaty, kind: Share, now: datetime) -> TreatyShare | None:
    standing = treaties_in_force(now).filter(pk=treaty.pk)
    return TreatyShare.objects.filter(treaty__in=standing, kind=kind).first()
