"""Two accounts of one person become one: memory cards of hers, and those that others keep of her.

A card is sealed to whom it is of and about, so each is sealed anew. Nobody reads it on the way.
"""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import memory
from vaknet.domain.connections.actions.memory import key_for
from vaknet.domain.connections.models import MemoryCard, MemoryKey, WaitingCard
from vaknet.domain.refusal import Refused
from vaknet.kit.sealing import Unreadable

CLOSED = _("Memory cards cannot be opened now, so nothing was changed. Tell your network.")


@transaction.atomic
def take_over_cards(*, kept: Actor, merged: Actor) -> None:
    """Of one person there is one card: the words of both stand on it, and the earlier day.

    What she kept of herself stays: it is then about the empty account.
    """
    cards = MemoryCard.objects.select_for_update(of=("self",)).select_related("owner", "about")
    for card in cards.filter(Q(owner=merged) | Q(about=merged)).order_by("pk"):
        owner = kept if card.owner_id == merged.pk else card.owner
        if owner == kept:
            about = merged if card.about_id in (kept.pk, merged.pk) else card.about
        else:
            about = kept
        if (owner.pk, about.pk) != (card.owner_id, card.about_id):
            _move(card, owner, about)
    _take_waiting(kept, merged)
    MemoryKey.objects.filter(owner=merged).delete()


def _take_waiting(kept: Actor, merged: Actor) -> None:
    for card in WaitingCard.objects.select_for_update().filter(owner=merged).order_by("pk"):
        try:
            free = memory.opened_free(_key_of(merged), card)
        except Unreadable as unreadable:
            raise Refused(CLOSED) from unreadable
        card.owner, card.sealed = kept, memory.sealed_free(kept, key_for(kept), free)
        card.save()


def _move(card: MemoryCard, owner: Actor, about: Actor) -> None:
    words = _opened(card)
    twin = MemoryCard.objects.filter(owner=owner, about=about).first()
    if twin is None:
        card.owner, card.about = owner, about
        card.sealed = memory.sealed(owner, key_for(owner), about, words)
        card.save()
        return
    both = _opened(twin).and_of(words)
    twin.sealed = memory.sealed(owner, key_for(owner), about, both)
    days = [day for day in (twin.remind_on, card.remind_on) if day]
    twin.remind_on = min(days, default=None)
    twin.changed_at = max(twin.changed_at, card.changed_at)
    twin.save()
    card.delete()


def _opened(card: MemoryCard) -> memory.Words:
    try:
        return memory.opened(_key_of(card.owner), card)
    except Unreadable as unreadable:
        raise Refused(CLOSED) from unreadable


def _key_of(owner: Actor) -> bytes:
    return memory.key_of(MemoryKey.objects.get(owner=owner))
