"""What the other network has to hear: on its way, told, or put off until it answers again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from vaknet.domain.introducing.models import IntroductionAcross
from vaknet.domain.introducing.rules import ANSWERED_WITHIN, STUCK_AFTER, pause

CARRY_ACROSS = "carry_across"
Telling = IntroductionAcross.Telling


def tell_later(row: IntroductionAcross, what: str) -> None:
    """In the transaction of what happened. What had to be told before is overtaken by it."""
    row.telling, row.due_at, row.tries = what, timezone.now(), 0
    row.save(update_fields=["telling", "due_at", "tries"])
    app.configure_task(CARRY_ACROSS, allow_unknown=True).defer(introduction_id=row.pk)


@transaction.atomic
def was_told(*, introduction: IntroductionAcross, what: str) -> None:
    """The other network has it. Nothing changes when there is something newer to tell."""
    row = _still(introduction, what)
    if row is not None:
        if what == Telling.ASK:
            row.arrived_at = timezone.now()
        _told_no_more(row)


@transaction.atomic
def was_not_told(*, introduction: IntroductionAcross, what: str, now: datetime) -> None:
    """Later once more. In the end she who asked hears that it did not arrive."""
    row = _still(introduction, what)
    if row is None:
        return
    if what == Telling.ASK and row.asked_at < now - STUCK_AFTER and row.tries > 0:
        row.stuck_at = now
        _told_no_more(row)
    elif row.asked_at < now - 2 * ANSWERED_WITHIN and what == Telling.END:
        _told_no_more(row)
    else:
        row.due_at, row.tries = now + pause(row.tries), min(row.tries + 1, 1000)
        row.save(update_fields=["due_at", "tries"])


def _still(introduction: IntroductionAcross, what: str) -> IntroductionAcross | None:
    rows = IntroductionAcross.objects.select_for_update(no_key=True)
    return rows.filter(pk=introduction.pk, telling=what).first()


def _told_no_more(row: IntroductionAcross) -> None:
    row.telling, row.due_at, row.tries = Telling.NOTHING, None, 0
    row.save()
