"""What the clock does after an event: it asks, once the day after and once a month on, and forgets
what nobody kept."""

from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Exists, OuterRef

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.encounters import rules
from vaknet.domain.encounters.models import Afterwards, Encounter
from vaknet.domain.events.actions.held import speaker_of
from vaknet.domain.events.models import Event, Registration

AFTER = timedelta(hours=3)  # the way home
A_MONTH = timedelta(days=30)
# What was held so long ago nobody asks of any more: the clock may have stood still.
TOO_LATE = timedelta(days=14)


def ask_afterwards(*, at: datetime) -> int:
    """Of how many events who came is asked, each in its own transaction."""
    first = iter(lambda: _ask_next(at), [])
    return sum(chain.from_iterable(first)) + sum(
        chain.from_iterable(iter(lambda: _ask_again_next(at), []))
    )


@transaction.atomic
def _ask_next(at: datetime) -> list[int]:
    """What was held for others than its organiser alone."""
    asked = Afterwards.objects.filter(event=OuterRef("pk"))
    came = Registration.objects.filter(event=OuterRef("pk"), seated_at__isnull=False)
    due = Event.objects.filter(
        ~Exists(asked),
        Exists(came),
        published_at__isnull=False,
        cancelled_at=None,
        ends_at__range=(at - TOO_LATE, at - AFTER),
    )
    event = due.select_for_update(skip_locked=True, no_key=True).order_by("ends_at", "pk").first()
    if event is None:
        return []
    Afterwards.objects.create(event=event, asked_at=at)
    record(speaker_of(event), "asked_whom_met", event, audience=Audience.PARTIES, at=at)
    return [1]


@transaction.atomic
def _ask_again_next(at: datetime) -> list[int]:
    due = Afterwards.objects.filter(asked_again_at=None, asked_at__lte=at - A_MONTH)
    row = due.select_for_update(skip_locked=True).order_by("asked_at", "pk").first()
    if row is None:
        return []
    row.asked_again_at = at
    row.save(update_fields=["asked_again_at"])
    record(speaker_of(row.event), "asked_what_came", row.event, audience=Audience.PARTIES, at=at)
    return [1]


@transaction.atomic
def expire_encounters(*, at: datetime) -> int:
    """How many nobody kept are gone."""
    old = Encounter.objects.filter(kept_at=None, since__lt=at - rules.EXPIRES)
    return old.delete()[0]
