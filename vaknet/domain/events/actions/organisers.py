"""Who makes it happen together."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import rules
from vaknet.domain.events.actions.held import group_of, organised
from vaknet.domain.events.models import Event, EventOrganiser
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


@transaction.atomic
def add_organiser(by: Actor, *, event: Event, organiser: Actor) -> EventOrganiser:
    """She may do all that whoever asked her may. Twice is once."""
    held = organised(by, event)
    if are_apart(by, organiser) or organiser.kind != Actor.Kind.PERSON:
        raise Actor.DoesNotExist
    standing = EventOrganiser.objects.filter(event=held, until=None)
    if (already := standing.filter(actor=organiser).first()) is not None:
        return already
    if standing.count() >= rules.MOST_ORGANISERS:
        raise Refused(_("Twenty people organise it already."))
    row = EventOrganiser.objects.create(event=held, actor=organiser)
    record(by, "added_organiser", row, audience=Audience.PARTIES, group=group_of(held))
    return row


@transaction.atomic
def stop_organising(by: Actor, *, event: Event, organiser: Actor) -> None:
    """Herself, or somebody else who organises it. Somebody always does. Twice is once."""
    held = organised(by, event)
    standing = EventOrganiser.objects.filter(event=held, until=None)
    row = standing.filter(actor=organiser).first()
    if row is None:
        return
    if standing.count() == 1:
        raise Refused(_("Nobody would organise it any more. Add somebody else first."))
    row.until = now()
    row.save(update_fields=["until"])
    record(by, "stopped_organising", row, audience=Audience.PARTIES, group=group_of(held))
