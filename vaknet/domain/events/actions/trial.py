"""Events of a trial: as if they were planned a while ago, and people said that they come."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from vaknet.domain.activity.actions import record, record_many
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.events import rules
from vaknet.domain.events.actions.details import EventDetails
from vaknet.domain.events.actions.registering import enrol
from vaknet.domain.events.models import Event, EventHost, EventOrganiser, Registration
from vaknet.domain.groups.models import Group


@transaction.atomic
def lay_out_event(
    by: Actor,
    *,
    details: EventDetails,
    groups_that_hold: Sequence[Group],
    coming: Iterable[Actor],
    at: datetime,
) -> Event:
    """Published at that moment, with a seat for each who is `coming` and on the list of who comes.
    Nobody is told."""
    event = Event.objects.create(
        **details.tidy(), planned_at=at, changed_at=at, published_at=at, reminded_at=None
    )
    EventOrganiser.objects.create(event=event, actor=by, since=at)
    EventHost.objects.bulk_create(
        EventHost(event=event, position=position, group=group)
        for position, group in enumerate(groups_that_hold)
    )
    readers = rules.audience_of(event)
    record(by, "published_event", event, audience=readers, at=at, quietly=True)
    rows = [enrol(event, person=person, companions=0, listed=True) for person in coming]
    Registration.objects.filter(event=event).update(seated_at=at, asked_at=at, listed_since=at)
    Event.objects.filter(pk=event.pk).update(seats_taken=len(rows))
    record_many(
        "registered",
        [(row.person, row.pk, at) for row in rows if row.person is not None],
        kind=Registration,
        audience=Audience.PARTIES,
    )
    return event
