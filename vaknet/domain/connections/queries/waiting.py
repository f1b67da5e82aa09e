"""Cards that wait for their person, for their owner alone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import memory
from vaknet.domain.connections.models import WaitingCard
from vaknet.kit.sealing import Unreadable


@dataclass(frozen=True)
class Waiting:
    """`card` is None when no key of the server opens it."""

    pk: int
    card: memory.Free | None
    since: datetime


def waiting_cards(viewer: Actor, *, text: str = "") -> list[Waiting]:
    """By name; with `text` those whose words or name hold all of it."""
    found = [_opened(row) for row in _cards(viewer).order_by("pk")]
    held = [
        one
        for one in found
        if not text or (one.card and one.card.words.hold(text, name=one.card.name))
    ]
    return sorted(held, key=lambda one: (one.card.name.casefold() if one.card else "", one.pk))


def waiting_card(viewer: Actor, pk: int) -> Waiting:
    """Raises WaitingCard.DoesNotExist, also for that of somebody else."""
    return _opened(_cards(viewer).get(pk=pk))


def _cards(viewer: Actor) -> QuerySet[WaitingCard]:
    return WaitingCard.objects.filter(owner=viewer).select_related("owner__memory_key")


def _opened(row: WaitingCard) -> Waiting:
    try:
        card = memory.opened_free(memory.key_of(row.owner.memory_key), row)
    except Unreadable:
        card = None
    return Waiting(row.pk, card, row.since)
