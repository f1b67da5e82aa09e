"""What happens around events when its time has come."""

from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.events import rules
from vaknet.domain.events.actions.held import group_of, speaker_of
from vaknet.domain.events.models import Event, EventGuest, Registration, RegistrationAnswer

BEFORE = timedelta(hours=28)  # so that who is asleep reads it the day before
ANSWERS_KEPT = timedelta(days=30)
UNCONFIRMED_KEPT = timedelta(days=2)


def remind(*, now: datetime) -> int:
    """For the clock: of how many events who comes is reminded, each in its own transaction."""
    return sum(chain.from_iterable(iter(lambda: _remind_next(now), [])))


@transaction.atomic
def _remind_next(now: datetime) -> list[int]:
    due = Event.objects.filter(
        published_at__isnull=False,
        cancelled_at=None,
        reminded_at=None,
        starts_at__range=(now, now + BEFORE),
    )
    held = due.select_for_update(skip_locked=True, no_key=True).order_by("starts_at", "pk").first()
    if held is None:
        return []
    held.reminded_at = now
    held.save(update_fields=["reminded_at"])
    by = speaker_of(held)
    record(by, "reminded_of_event", held, audience=rules.audience_of(held), group=group_of(held))
    return [1]


@transaction.atomic
def forget_guests(*, now: datetime) -> int:
    """Who came without an account or from another network, and what organisers asked, a month after
    it; and addresses that nobody confirmed. How many rows are gone."""
    over = EventGuest.objects.filter(event__ends_at__lt=now - ANSWERS_KEPT)
    typed = EventGuest.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_KEPT)
    said = RegistrationAnswer.objects.filter(registration__event__ends_at__lt=now - ANSWERS_KEPT)
    joined = Registration.objects.filter(event__ends_at__lt=now - ANSWERS_KEPT)
    elsewhere = joined.exclude(asked_as="")
    return sum(rows.delete()[0] for rows in (said, over, typed, elsewhere))
