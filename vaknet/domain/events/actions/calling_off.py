"""An event that is not held."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import rules
from vaknet.domain.events.actions.held import group_of, organised
from vaknet.domain.events.models import Event
from vaknet.domain.people.actions.words import line
from vaknet.domain.refusal import Refused


@transaction.atomic
def cancel_event(by: Actor, *, event: Event, reason: str = "") -> None:
    """Who comes and who waits hears why; calendars hear it by the higher sequence. Twice is once.

    A draft, of which nobody knew, is gone.
    """
    held = organised(by, event)
    if held.cancelled_at is not None:
        return
    if rules.is_over(held, now()):
        raise Refused(_("This event has been. It cannot be cancelled any more."))
    if held.published_at is None:
        record(by, "dropped_event", held, audience=Audience.SELF, group=group_of(held))
        held.delete()
        return
    held.cancel_reason = line(reason, limit=300, field="reason")
    held.cancelled_at, held.sequence = now(), held.sequence + 1
    held.save(update_fields=["cancel_reason", "cancelled_at", "sequence"])
    record(by, "cancelled_event", held, audience=rules.audience_of(held), group=group_of(held))
