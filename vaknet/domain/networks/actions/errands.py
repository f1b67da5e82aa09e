"""What the other network has to hear: put down with the act itself, told until it answers."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vaknet.domain.networks.models import Errand, Treaty

TELL_PARTNER = "tell_partner"
WAITS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2)]
LONGEST_WAIT = timedelta(hours=6)
MOST_TRIES = 60  # some two weeks; for a treaty that ended it is enough then


def put_down(treaty: Treaty, what: str, told: Mapping[str, object]) -> None:
    """In the transaction of the act, so that the two stand or fall together."""
    Errand.objects.create(treaty=treaty, what=what, told=dict(told))
    tell_soon(treaty)


def tell_soon(treaty: Treaty) -> None:
    """One at a time for each network, and in order: a counter-proposal never overtakes."""
    task = app.configure_task(
        TELL_PARTNER,
        queueing_lock=f"{TELL_PARTNER}-{treaty.pk}",
        lock=f"{TELL_PARTNER}-{treaty.network_id}",
        allow_unknown=True,
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(treaty_id=treaty.pk)


def drop(treaty: Treaty, *, now: datetime) -> None:
    """It need not be told any more: something of theirs took its place."""
    Errand.objects.filter(treaty=treaty, done_at=None).update(done_at=now, trouble="")


def note_silence(*, errand: Errand, reason: str, now: datetime) -> None:
    """It did not answer: once more later, and in the end not any more."""
    errand.tries += 1
    wait = WAITS[errand.tries - 1] if errand.tries <= len(WAITS) else LONGEST_WAIT
    errand.trouble, errand.due_at = reason[:200], now + wait
    if errand.tries >= MOST_TRIES and errand.treaty.ended_at is not None:
        errand.done_at = now
    errand.save(update_fields=["tries", "trouble", "due_at", "done_at"])


def note_done(*, errand: Errand, now: datetime) -> None:
    errand.done_at, errand.trouble = now, ""
    errand.save(update_fields=["done_at", "trouble"])


def tell_at_once(treaty: Treaty) -> None:
    """A manager does not want to wait."""
    Errand.objects.filter(treaty=treaty, done_at=None).update(due_at=timezone.now())
    tell_soon(treaty)
