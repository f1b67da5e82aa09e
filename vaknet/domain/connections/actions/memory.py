"""Keeping and forgetting what one wants to remember of somebody."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import memory, rules
from vaknet.domain.connections.actions.words import words
from vaknet.domain.connections.models import MemoryCard, MemoryKey
from vaknet.domain.refusal import Refused
from vaknet.kit.sealing import Unreadable, new_key


@transaction.atomic
def keep_memory(
    by: Actor, *, about: Actor, told: memory.Words, remind_on: date | None = None
) -> MemoryCard | None:
    """Write the card anew. An empty one is no card: then it is gone, and None comes back.

    `remind_on` is the day on which the start page brings the next step back.
    """
    if not rules.may_remember(by, about):
        raise Refused(_("You keep cards of other people. Of yourself you have your profile."))
    tidy = tidied(told)
    if remind_on is not None and not tidy.next_step:
        raise Refused(_("Write what you want to do then."), field="next_step")
    if not tidy:
        forget_memory(by, about=about)
        return None
    sealed = memory.sealed(by, key_for(by), about, tidy)
    card, _is_new = MemoryCard.objects.update_or_create(
        owner=by,
        about=about,
        defaults={"sealed": sealed, "remind_on": remind_on, "changed_at": timezone.now()},
    )
    record(by, "kept_memory", card, audience=Audience.SELF)
    return card


@transaction.atomic
def forget_memory(by: Actor, *, about: Actor) -> None:
    """Gone for good. Twice is once."""
    card = MemoryCard.objects.select_for_update().filter(owner=by, about=about).first()
    if card is not None:
        record(by, "forgot_memory", card, audience=Audience.SELF)
        card.delete()


@transaction.atomic
def done_with_next_step(by: Actor, *, about: Actor) -> None:
    """The day is taken off the card; the words stay."""
    card = MemoryCard.objects.select_for_update().filter(owner=by, about=about).first()
    if card is not None and card.remind_on is not None:
        card.remind_on = None
        card.save(update_fields=["remind_on"])
        record(by, "did_next_step", card, audience=Audience.SELF)


def tidied(told: memory.Words) -> memory.Words:
    return memory.Words(
        **{
            name: words(getattr(told, name), field=name, limit=limit)
            for name, limit in memory.LONGEST.items()
        }
    )


def key_for(by: Actor) -> bytes:
    """Hers, made with her first card. Locked: two first cards at once get one key."""
    one_at_a_time(by)
    row = MemoryKey.objects.filter(owner=by).first()
    if row is not None:
        return _opened(row)
    key = new_key()
    MemoryKey.objects.create(owner=by, sealed=memory.sealed_key(by, key))
    return key


def _opened(row: MemoryKey) -> bytes:
    try:
        return memory.key_of(row)
    except Unreadable as unreadable:
        raise Refused(
            _("Your cards cannot be opened now, so nothing was written. Tell your network.")
        ) from unreadable
