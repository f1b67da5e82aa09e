"""Who sits at the desk."""

from contextlib import suppress
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.consulting import queries, rules
from vaknet.domain.consulting.actions.held import (
    group_of,
    lock_hour,
    refuse_cancelled,
    tended,
)
from vaknet.domain.consulting.models import Booking, ConsultationHour, Expert, IntakeNote, Slot
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused
from vaknet.engine.planning.slots import slots_between


@transaction.atomic
def add_expert(by: Actor, *, hour: ConsultationHour, expert: Actor) -> Expert:
    """She is asked, and sits there once she agrees. Twice is once."""
    held = tended(by, hour)
    refuse_cancelled(held)
    if rules.is_over(held, now()):
        raise Refused(_("This consultation hour has been."))
    return sit_down(by, held, expert)


def sit_down(by: Actor, hour: ConsultationHour, person: Actor) -> Expert:
    """Herself at once; somebody else is asked."""
    if person.kind != Actor.Kind.PERSON or are_apart(by, person):
        raise Actor.DoesNotExist
    if person != by and not queries.may_be_asked(person, hour):
        message = _("%(name)s may not know of it. Ask somebody who is in the group.")
        raise Refused(message % {"name": person.name})
    standing = Expert.objects.filter(hour=hour, until=None)
    if (already := standing.filter(actor=person).first()) is not None:
        return already
    if standing.count() >= rules.MOST_EXPERTS:
        raise Refused(_("Twelve people sit there already."))
    row = Expert.objects.create(hour=hour, actor=person, asked_by=by)
    if person == by:
        seat(row)
    record(by, "asked_expert", row, audience=Audience.PARTIES, group=group_of(hour))
    return row


def seat(expert: Expert) -> None:
    """From now on one can choose her times."""
    expert.agreed_at = now()
    expert.save(update_fields=["agreed_at"])
    hour = expert.hour
    if not hour.takes_bookings:
        return
    times = slots_between(hour.starts_at, hour.ends_at, hour.slot_minutes)
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(
                Slot(hour=hour, expert=expert, actor=expert.actor, starts_at=begin, ends_at=end)
                for begin, end in times
            )
    except IntegrityError as taken:
        message = _("At that time you sit at another desk. Step back there first.")
        raise Refused(message) from taken


@transaction.atomic
def agree_to_sit(by: Actor, *, hour: ConsultationHour) -> Expert:
    """Yes to who asked her. Twice is once. Raises Expert.DoesNotExist when nobody asked."""
    held = lock_hour(hour.pk)
    row = Expert.objects.select_related("hour", "actor").get(hour=held, actor=by, until=None)
    if row.agreed_at is not None:
        return row
    refuse_cancelled(held)
    seat(row)
    record(by, "agreed_to_sit", row, audience=Audience.PARTIES, group=group_of(held))
    if held.weekly_id is not None:
        later = ConsultationHour.objects.filter(weekly=held.weekly_id, cancelled_at=None)
        for one in later.filter(starts_at__gt=held.starts_at).order_by("starts_at"):
            sit_again(row.asked_by, one, by)
    return row


def sit_again(by: Actor, hour: ConsultationHour, person: Actor) -> None:
    """At the next hour of a week: whoever agreed once agreed for each. Not where she is already, or
    sits at another desk at that time."""
    if Expert.objects.filter(hour=hour, actor=person).exists():
        return
    with suppress(Refused), transaction.atomic():
        seat(Expert.objects.create(hour=hour, actor=person, asked_by=by))


@transaction.atomic
def step_back(by: Actor, *, hour: ConsultationHour) -> None:
    """No to who asked her, or not after all: who has a time with her hears it. Twice is once.

    Whom she called stays hers until that is done or handed over.
    """
    held = lock_hour(hour.pk)
    row = Expert.objects.select_related("hour", "actor").filter(hour=held, actor=by, until=None)
    expert = row.first()
    if expert is None:
        return
    if expert.agreed_at is not None:
        _refuse_leaving_the_desk(expert)
    get_up(expert)
    record(by, "stepped_back_from_desk", expert, audience=Audience.PARTIES, group=group_of(held))


def _refuse_leaving_the_desk(expert: Expert) -> None:
    if queries.current_turn(expert) is not None:
        raise Refused(_("Somebody sits with you. Say first that it is done, or hand over."))
    others = Expert.objects.filter(hour=expert.hour, until=None, agreed_at__isnull=False)
    waits = Booking.objects.filter(expert=expert, cancelled_at=None, no_show_at=None, done_at=None)
    waits = waits.filter(slot__ends_at__gt=now())
    if not others.exclude(pk=expert.pk).exists() and waits.exists():
        message = _("Nobody would be there any more. Ask who looks after it to cancel the hour.")
        raise Refused(message)


def get_up(expert: Expert) -> None:
    """Her times are gone, and with them what was booked."""
    moment = now()
    expert.until = moment
    expert.save(update_fields=["until"])
    Slot.objects.filter(expert=expert, withdrawn_at=None).update(withdrawn_at=moment)
    expert.tickets.filter(called_at=None, left_at=None).update(expert=None)
    give_up(Booking.objects.filter(expert=expert), at=moment)


def give_up(rows: QuerySet[Booking], *, at: datetime) -> None:
    """Those that still stand; each of them hears of it, and her note is gone."""
    rows = rows.filter(cancelled_at=None, no_show_at=None, done_at=None)
    held = rows.select_for_update(of=("self",)).select_related("expert__actor")
    for booking in held.order_by("pk"):
        booking.cancelled_at, booking.sequence = at, booking.sequence + 1
        booking.save(update_fields=["cancelled_at", "sequence"])
        IntakeNote.objects.filter(booking=booking).delete()
        record(booking.expert.actor, "gave_up_booking", booking, audience=Audience.PARTIES)
