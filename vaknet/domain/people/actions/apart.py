"""Keeping somebody at a distance, and coming back to that. Only who did it ever knows."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people import rules
from vaknet.domain.people.models import Block, Mute
from vaknet.domain.refusal import Refused


@transaction.atomic
def block(by: Actor, *, other: Actor) -> Block:
    """From now on these two do not exist for each other. Twice is once.

    What they had together is ended by `connections.actions.part_from`, which calls this.
    """
    _refuse_oneself(by, other)
    row, is_new = Block.objects.get_or_create(actor=by, other=other, until=None)
    if is_new:
        record(by, "blocked", row, audience=Audience.SELF)
    return row


@transaction.atomic
def unblock(by: Actor, *, other: Actor) -> None:
    """What was ended stays ended: a new tie takes a new request."""
    row = Block.objects.select_for_update().filter(actor=by, other=other, until=None).first()
    if row is not None:
        row.until = timezone.now()
        row.save(update_fields=["until"])
        record(by, "unblocked", row, audience=Audience.SELF)


@transaction.atomic
def mute(by: Actor, *, other: Actor) -> Mute:
    """Not be brought the other's doings any more. Twice is once."""
    _refuse_oneself(by, other)
    row, is_new = Mute.objects.get_or_create(actor=by, other=other, until=None)
    if is_new:
        record(by, "muted", row, audience=Audience.SELF)
    return row


@transaction.atomic
def unmute(by: Actor, *, other: Actor) -> None:
    row = Mute.objects.select_for_update().filter(actor=by, other=other, until=None).first()
    if row is not None:
        row.until = timezone.now()
        row.save(update_fields=["until"])
        record(by, "unmuted", row, audience=Audience.SELF)


def _refuse_oneself(by: Actor, other: Actor) -> None:
    if not rules.may_keep_apart(by, other):
        raise Refused(_("You cannot mute or block yourself. Close Vaknet for a day instead."))
