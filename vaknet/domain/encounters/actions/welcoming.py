"""Welcoming who is new at an event."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.encounters import queries, rules
from vaknet.domain.encounters.models import Welcome
from vaknet.domain.events import queries as events
from vaknet.domain.events.models import Event
from vaknet.domain.refusal import Refused


@transaction.atomic
def welcome_newcomers(by: Actor, *, event: Event) -> Welcome:
    """Who is new and agreed to be seen finds her name on the page. Twice is once."""
    held = events.event(by, event.pk)
    if not rules.may_welcome(held, events.registration(by, held), now()):
        raise Refused(_("Who comes can welcome others. Register first."))
    row, is_new = Welcome.objects.get_or_create(event=held, person=by, until=None)
    if is_new:
        record(by, "welcomes_newcomers", row, audience=Audience.PARTIES)
    return row


@transaction.atomic
def stop_welcoming(by: Actor, *, event: Event) -> None:
    """Twice is once."""
    row = queries.welcome(by, event)
    if row is not None:
        row.until = now()
        row.save(update_fields=["until"])
        record(by, "stopped_welcoming", row, audience=Audience.SELF)
