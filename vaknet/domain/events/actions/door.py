"""At the door: who is there. Two helpers may scan one ticket at once, and a phone may send again
what it could not send before."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import queries, rules
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.refusal import Refused

NOT_A_SIGN = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True)
class Arrival:
    """`was_in`: the ticket was shown before."""

    registration: Registration
    was_in: bool


def tidy_code(typed: str) -> str:
    """What somebody types from paper, with the spaces and dashes that people put in."""
    return NOT_A_SIGN.sub("", typed.upper())[:40]


@transaction.atomic
def check_in(by: Actor, *, event: Event, code: str) -> Arrival:
    """She is there. The same ticket again is told, and changes nothing."""
    held = queries.organised_event(by, event.pk)
    rows = Registration.objects.select_for_update(of=("self",), no_key=True)
    row = rows.filter(event=held, code=tidy_code(code)).select_related("person", "guest").first()
    if row is None:
        raise Refused(_("This code is not of this event. Look at the ticket."), field="code")
    if row.cancelled_at is not None:
        raise Refused(_("This ticket was cancelled."), field="code")
    if row.seated_at is None:
        raise Refused(_("This is somebody who waits for a seat."), field="code")
    if row.checked_in_at is not None:
        return Arrival(row, was_in=True)
    row.checked_in_at = now()
    row.save(update_fields=["checked_in_at"])
    record(by, "checked_in", row, audience=Audience.SELF)
    return Arrival(row, was_in=False)


@transaction.atomic
def undo_check_in(by: Actor, *, event: Event, registration: Registration) -> None:
    """It was somebody else. Twice is once."""
    held = queries.organised_event(by, event.pk)
    rows = Registration.objects.select_for_update(no_key=True).filter(event=held)
    row = rows.get(pk=registration.pk)
    if row.checked_in_at is None or not rules.is_live(row):
        return
    row.checked_in_at = None
    row.save(update_fields=["checked_in_at"])
    record(by, "undid_check_in", row, audience=Audience.SELF)
