"""Desks of a network to look at: nobody is told."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting import rules
from vaknet.domain.consulting.actions.details import DeskDetails
from vaknet.domain.consulting.actions.experts import seat
from vaknet.domain.consulting.models import Booking, ConsultationHour, Expert, Slot
from vaknet.domain.events.models import Event


@transaction.atomic
def keep_desk(
    *,
    opened_by: Actor,
    details: DeskDetails,
    starts_at: datetime,
    ends_at: datetime,
    expert: Actor,
    booked: Mapping[int, Actor],
    event: Event | None = None,
) -> ConsultationHour:
    """`booked`: who has which time, counted from 0."""
    hour = ConsultationHour.objects.create(
        opened_by=opened_by, event=event, starts_at=starts_at, ends_at=ends_at, **details.tidy()
    )
    sits = Expert.objects.create(hour=hour, actor=expert, asked_by=opened_by)
    seat(sits)
    readers = rules.audience_of(hour)
    record(opened_by, "opened_consultation_hour", hour, audience=readers, quietly=True)
    times = list(Slot.objects.filter(hour=hour).order_by("starts_at"))
    for number, person in booked.items():
        row = Booking.objects.create(hour=hour, slot=times[number], expert=sits, person=person)
        record(person, "booked_consultation", row, audience=Audience.PARTIES, quietly=True)
    return hour
