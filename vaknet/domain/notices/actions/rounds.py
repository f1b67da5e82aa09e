"""Laying out the round of a day, and what somebody skips of it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.notices.models import Round, RoundStop
from vaknet.domain.notices.stops import Stop


@transaction.atomic
def lay_round(*, actor: Actor, day: date, stops: Sequence[Stop]) -> bool:
    """Once a day: of two at one moment the first stands, and the other hears False.

    Derived, so it is no activity.
    """
    if not stops:
        return True
    laid, is_new = Round.objects.get_or_create(actor=actor, day=day)
    if not is_new and laid.stops.exists():
        return False
    RoundStop.objects.bulk_create(
        RoundStop(
            round=laid,
            position=position,
            kind=stop.kind,
            about=stop.number,
            reason=stop.reason,
            topic=stop.topic,
            waits=stop.waits,
            unexpected=stop.unexpected,
        )
        for position, stop in enumerate(stops, start=1)
    )
    return True


@transaction.atomic
def skip_stop(by: Actor, *, day: date, kind: str, about: int) -> None:
    """Not today. Twice is once. Raises RoundStop.DoesNotExist when it is not on her line."""
    held = _held(by, day, kind, about)
    if held.skipped_at is None:
        held.skipped_at = now()
        held.save(update_fields=["skipped_at"])
        record(by, "skipped_stop", held, audience=Audience.SELF)


@transaction.atomic
def take_back_skip(by: Actor, *, day: date, kind: str, about: int) -> None:
    """After all. Raises RoundStop.DoesNotExist when it is not on her line."""
    held = _held(by, day, kind, about)
    if held.skipped_at is not None:
        held.skipped_at = None
        held.save(update_fields=["skipped_at"])
        record(by, "took_back_skip", held, audience=Audience.SELF)


def _held(by: Actor, day: date, kind: str, about: int) -> RoundStop:
    rows = RoundStop.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(round__actor=by, round__day=day, kind=kind, about=about)


def forget_rounds(*, before: date) -> None:
    """What was offered so long ago says nothing of what to offer now."""
    Round.objects.filter(day__lt=before).delete()


def erase_rounds(*, actor: Actor) -> None:
    """Of who left, or of an account that became part of another: hers, and where she was offered
    to others, with her words."""
    Round.objects.filter(actor=actor).delete()
    RoundStop.objects.filter(kind="meet", about=actor.pk).delete()
