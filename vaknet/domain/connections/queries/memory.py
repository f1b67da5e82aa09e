"""Memory cards, for their owner; there is no query that gives one to anybody else."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import memory
from vaknet.domain.connections.models import MemoryCard
from vaknet.domain.frozen import Frozen
from vaknet.kit.sealing import Unreadable

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Memory:
    """`is_readable` is false, and the words are empty, when no key of the server opens it."""

    about: Actor
    words: memory.Words
    remind_on: date | None
    changed_at: datetime
    is_readable: bool = True

    def is_due(self, on: date) -> bool:
        return self.is_readable and self.remind_on is not None and self.remind_on <= on


def memory_of(viewer: Actor, about: Actor) -> Memory | None:
    return next(_opened(_cards(viewer.pk).filter(about=about)), None)


def memories(viewer: Actor, *, text: str = "") -> list[Memory]:
    """The latest first; with `text` those on which, with the person's name, all of it stands."""
    opened = _opened(_cards(viewer.pk))
    return [one for one in opened if one.words.hold(text, name=one.about.name)]


def memories_due(viewer: Actor, *, on: date) -> list[Memory]:
    """Next steps of that day and before, the oldest first."""
    return [one for one in _opened(_DUE(viewer=viewer.pk, on=on)) if one.is_due(on)]


def remembered(viewer: Actor, handle: str) -> Actor | None:
    """Whom she has a card of, also when the two are kept apart since: the card stays hers."""
    card = _cards(viewer.pk).filter(about__handle=handle, about__domain="").first()
    return card.about if card else None


def has_card(viewer: Actor, about: Actor) -> bool:
    return bool(_HAS_CARD(viewer=viewer.pk, about=about.pk))


def _card_about(viewer: int, about: int) -> QuerySet[MemoryCard, int]:
    return MemoryCard.objects.filter(owner=viewer, about=about).values_list("pk", flat=True)


_HAS_CARD = Frozen(_card_about)


def _cards(viewer: int) -> QuerySet[MemoryCard]:
    rows = MemoryCard.objects.filter(owner=viewer).select_related("about", "owner__memory_key")
    return rows.order_by("-changed_at", "-pk")


def _due(viewer: int, on: date) -> QuerySet[MemoryCard]:
    return _cards(viewer).filter(remind_on__lte=on).order_by("remind_on", "pk")


_DUE = Frozen(_due)


def _opened(cards: Iterable[MemoryCard]) -> Iterator[Memory]:
    """Searching takes opening them all: the server cannot look into what is sealed."""
    key = None
    for card in cards:
        try:
            key = key or memory.key_of(card.owner.memory_key)
            words = memory.opened(key, card)
        except Unreadable:
            logger.exception("A memory card does not open: was the secret key changed?")
            yield Memory(card.about, memory.Words(), card.remind_on, card.changed_at, False)
        else:
            yield Memory(card.about, words, card.remind_on, card.changed_at)
