"""What becomes of events when somebody leaves, or has one account instead of two."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, hand_over_once
from vaknet.domain.activity.models import Actor
from vaknet.domain.events.actions.held import lock_seats
from vaknet.domain.events.actions.registering import withdraw
from vaknet.domain.events.models import (
    EventCover,
    EventHost,
    EventOrganiser,
    EventPrint,
    EventSeries,
    GoingElsewhere,
    Registration,
)
from vaknet.domain.refusal import Refused


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """Her seats go to who waits. What she alone organises would be nobody's."""
    hers = EventOrganiser.objects.filter(actor=actor, until=None, event__ends_at__gt=at)
    for row in hers.filter(event__cancelled_at=None).select_related("event"):
        if _is_alone(row):
            message = _("You alone organise “%(name)s”. Add somebody, or cancel it first.")
            raise Refused(message % {"name": row.event.name})
    EventOrganiser.objects.filter(actor=actor, until=None).update(until=at)
    coming = Registration.objects.filter(person=actor, cancelled_at=None, event__ends_at__gt=at)
    for event in coming.order_by("event").values_list("event", flat=True):
        held = lock_seats(event)
        for registration in coming.filter(event=event):
            withdraw(actor, held, registration)


def _is_alone(row: EventOrganiser) -> bool:
    """Of what a group holds, its stewards take care."""
    others = EventOrganiser.objects.filter(event=row.event_id, until=None).exclude(pk=row.pk)
    groups = EventHost.objects.filter(event=row.event_id, group__isnull=False)
    return not others.exists() and not groups.exists()


@transaction.atomic
def step_in_again(*, actor: Actor, at: datetime) -> None:
    """She came back and organises as before. Her seats went to others: she registers again."""
    EventOrganiser.objects.filter(actor=actor, until=at).update(until=None)


@transaction.atomic
def erase_attendee(*, actor: Actor, former: Actor) -> None:
    """That she was somewhere goes, also from lists that wait to be printed, and so do pictures that
    she put on events; what she planned for others stays, without her."""
    EventPrint.objects.filter(event__registrations__person=actor).delete()
    Registration.objects.filter(person=actor).delete()
    GoingElsewhere.objects.filter(person=actor).delete()
    EventOrganiser.objects.filter(actor=actor).update(actor=former)
    EventCover.objects.filter(chosen_by=actor).delete()
    EventSeries.objects.filter(by=actor).update(by=former)


def _worth(row: Registration) -> tuple[bool, bool, bool]:
    """Who is in keeps that, then a seat, then an offer."""
    return (row.checked_in_at is not None, row.seated_at is not None, row.offered_at is not None)


@transaction.atomic
def take_over_events(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Who registered by both accounts comes once, with the better of the two places."""
    hers = Registration.objects.filter(person__in=(kept, merged), cancelled_at=None)
    twice = hers.values("event").annotate(rows=Count("pk")).filter(rows=2).order_by("event")
    for event in twice.values_list("event", flat=True):
        held = lock_seats(event)
        less = sorted(hers.filter(event=event).select_related("person"), key=_worth)[0]
        withdraw(kept, held, less)
    hand_over(Registration.objects.all(), "person", kept=kept, merged=merged)
    organising = EventOrganiser.objects.all()
    hand_over_once(organising, "actor", kept=kept, merged=merged, same=["event_id"], at=at)
    going = GoingElsewhere.objects.all()
    hand_over_once(going, "person", kept=kept, merged=merged, same=["uri"], at=at)
    hand_over(EventSeries.objects.all(), "by", kept=kept, merged=merged)
    hand_over(EventCover.objects.all(), "chosen_by", kept=kept, merged=merged)
