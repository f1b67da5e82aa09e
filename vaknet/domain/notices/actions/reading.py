"""Up to where somebody read what was written in her groups."""

from datetime import datetime

from django.db import transaction

from vaknet.domain.activity.actions import hand_over_one, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.notices.models import ReadUntil
from vaknet.domain.notices.since import since_last_time


@transaction.atomic
def read_until(by: Actor, *, until: datetime, now: datetime) -> None:
    """What she saw then she has read, on all her devices. Never back, and never ahead of now."""
    one_at_a_time(by)
    before = since_last_time(by, now=now).since
    moment = min(until, now)
    if moment <= before:
        return
    kept, _is_new = ReadUntil.objects.update_or_create(
        actor=by, defaults={"until": moment, "before": before}
    )
    record(by, "read_until", kept, audience=Audience.SELF)


@transaction.atomic
def take_back_reading(by: Actor) -> bool:
    """She pressed too soon: it stands where it stood. Twice is once, and then it says False."""
    one_at_a_time(by)
    kept = ReadUntil.objects.filter(actor=by).first()
    if kept is None or kept.until == kept.before:
        return False
    kept.until = kept.before
    kept.save(update_fields=["until"])
    record(by, "took_back_reading", kept, audience=Audience.SELF)
    return True


def take_over_reading(*, kept: Actor, merged: Actor) -> None:
    """That of the other account, where this one never said that she read."""
    hand_over_one(ReadUntil.objects.all(), "actor", kept=kept, merged=merged)
