"""Asking who follows from elsewhere to follow somebody at another address, who is her too."""

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import MovedTo
from vaknet.domain.federation.moving import check_move
from vaknet.engine.activitypub import Actor as ActorThere


@transaction.atomic
def move_followers(by: Actor, *, to: ActorThere) -> MovedTo:
    """Who follows her is told once to follow `to` instead. `to` was read just now, at its own
    address: other networks believe a move only when both sides say so, and do nothing otherwise.

    Once a month, also after taking back: most networks do not follow more often.
    """
    one_at_a_time(by)
    check_move(by, to=to)
    now = timezone.now()
    MovedTo.objects.filter(actor=by, until=None).update(until=now)
    moved = MovedTo.objects.create(actor=by, uri=to.id, name=to.handle[:400], since=now)
    record(by, "moved_followers", moved, audience=Audience.SELF)
    return moved


@transaction.atomic
def take_back_move(by: Actor) -> None:
    """Others are not told any more where she went. Twice is once."""
    one_at_a_time(by)
    moved = queries.moved_to(by)
    if moved is not None:
        moved.until = timezone.now()
        moved.save(update_fields=["until"])
        record(by, "took_back_move", moved, audience=Audience.SELF)
