"""Cards that wait for their person: brought along from elsewhere, and tied to nobody here yet."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import memory, queries, rules
from vaknet.domain.connections.actions.memory import keep_memory, key_for, tidied
from vaknet.domain.connections.models import MemoryCard, WaitingCard
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.refusal import Refused
from vaknet.kit.sealing import Unreadable


@transaction.atomic
def keep_waiting(
    by: Actor, *, name: str, told: memory.Words, remind_on: date | None = None
) -> WaitingCard | None:
    """None when it stands there already. Nobody looks whether there is somebody of that name."""
    missing = _("Say whom the card is about.")
    tidy = required_line(name, limit=memory.LONGEST_NAME, field="name", missing=missing)
    free = memory.Free(tidy, tidied(told), remind_on)
    key = key_for(by)
    here = queries.waiting_cards(by)
    if any(one.card == free for one in here):
        return None
    if len(here) >= rules.WAITING_CARDS:
        raise Refused(
            _("You have %(count)d cards that are tied to nobody. Throw some away first.")
            % {"count": rules.WAITING_CARDS},
            field="cards",
        )
    card = WaitingCard.objects.create(owner=by, sealed=memory.sealed_free(by, key, free))
    record(by, "kept_waiting_card", card, audience=Audience.SELF)
    return card


@transaction.atomic
def tie_card(by: Actor, *, pk: int, about: Actor) -> MemoryCard | None:
    """The card has its person: its words come on the card of her, and it waits no more."""
    waiting = WaitingCard.objects.select_for_update().get(owner=by, pk=pk)
    free = _opened(key_for(by), waiting)
    told, days = free.words, [free.remind_on]
    kept = queries.memory_of(by, about)
    if kept is not None:
        told, days = kept.words.and_of(told), [kept.remind_on, free.remind_on]
    remind_on = min((day for day in days if day), default=None)
    card = keep_memory(by, about=about, told=told, remind_on=remind_on)
    waiting.delete()
    return card


@transaction.atomic
def forget_waiting(by: Actor, *, pk: int) -> None:
    """Gone for good. Twice is once."""
    card = WaitingCard.objects.select_for_update().filter(owner=by, pk=pk).first()
    if card is not None:
        record(by, "forgot_waiting_card", card, audience=Audience.SELF)
        card.delete()


def _opened(key: bytes, waiting: WaitingCard) -> memory.Free:
    try:
        return memory.opened_free(key, waiting)
    except Unreadable as unreadable:
        raise Refused(
            _("This card cannot be opened, so nothing was changed. Tell your network.")
        ) from unreadable
