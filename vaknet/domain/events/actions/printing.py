"""Lists and badges: asked for, made by the worker, and thrown away."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events.actions.held import group_of, organised
from vaknet.domain.events.models import Event, EventPrint
from vaknet.domain.refusal import Refused

PRINT_EVENT = "print_event"
MOST_BLANKS = 100
# After so long the worker that made it was stopped half way, and it is asked for anew.
LONGEST = timedelta(minutes=5)


@transaction.atomic
def ask_print(
    by: Actor,
    *,
    event: Event,
    kind: str,
    language: str,
    per_sheet: int = EventPrint.TEN,
    blanks: int = 0,
) -> EventPrint:
    """Names leave the network by it: the log has who asked, and the other organisers read that.

    Asking for what is being made already is asking once; what was made is made anew.
    """
    held = organised(by, event)
    if kind not in EventPrint.Kind.values or per_sheet not in (EventPrint.TEN, EventPrint.EIGHT):
        raise Refused(_("Choose one of the answers."))
    if not 0 <= blanks <= MOST_BLANKS:
        raise Refused(_("Give a number from 0 to 100."), field="blanks")
    said = {"language": language, "per_sheet": per_sheet, "blanks": blanks}
    row, is_new = EventPrint.objects.get_or_create(event=held, kind=kind, defaults=said)
    if not is_new:
        is_same = all(getattr(row, name) == value for name, value in said.items())
        if is_same and row.is_waiting and row.asked_at > now() - LONGEST:
            return row
        for name, value in said.items():
            setattr(row, name, value)
        row.version, row.asked_at = row.version + 1, now()
        row.pdf, row.made_at, row.failed_at, row.undrawn = None, None, None, ""
        row.save()
    record(by, f"printed_event_{kind}", held, audience=Audience.SELF, group=group_of(held))
    app.configure_task(PRINT_EVENT, allow_unknown=True).defer(print_id=row.pk, version=row.version)
    return row


def keep_print(*, printed: EventPrint, pdf: bytes, undrawn: str) -> None:
    """Nothing when it was asked anew meanwhile."""
    rows = EventPrint.objects.filter(pk=printed.pk, version=printed.version)
    rows.update(pdf=pdf, undrawn=undrawn, made_at=now(), failed_at=None)


def give_up_print(*, printed: EventPrint) -> None:
    rows = EventPrint.objects.filter(pk=printed.pk, version=printed.version, pdf=None)
    rows.update(failed_at=now())


def forget_prints(*, before: datetime) -> int:
    """For the clock. How many are gone."""
    return EventPrint.objects.filter(asked_at__lt=before).delete()[0]
