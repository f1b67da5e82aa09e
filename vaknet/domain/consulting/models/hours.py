"""A desk on one occasion, who sits there, and the times one can book."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event
from vaknet.domain.groups.models import Group


class Desk(models.Model):
    """What a desk says of itself, be it once or every week.

    `slot_minutes`: how long one consultation takes. `note_days`: how long after the hour notes for
    the expert are kept. `readers` counts where no group and no event says who may come.
    """

    class Readers(models.TextChoices):
        MEMBERS = "members", _("All professionals here")
        CONTACTS = "contacts", _("My contacts")

    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+")
    opened_by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    readers = models.CharField(max_length=8, choices=Readers, default=Readers.MEMBERS)
    subject = models.CharField(max_length=80)
    explanation = models.TextField(max_length=2_000, blank=True)
    room = models.CharField(max_length=120, blank=True)
    online_address = models.URLField(max_length=500, blank=True)
    zone = models.CharField(max_length=64)
    slot_minutes = models.PositiveSmallIntegerField(default=15)
    takes_bookings = models.BooleanField(default=True)
    takes_walk_ins = models.BooleanField(default=False)
    note_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.subject


class WeeklyHour(Desk):
    """A desk that opens each week on `weekday` (Monday is 1), by the clock on the wall of `zone`.

    `made_until`: up to this day its hours are there. An hour that ends before it begins ends on the
    next day.
    """

    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    first_on = models.DateField()
    last_on = models.DateField(null=True)
    made_until = models.DateField()
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_bookings=True) | Q(takes_walk_ins=True),
                name="weekly_hour_takes_somebody",
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="weekly_hour_on_a_weekday"
            ),
        ]
        indexes = [
            models.Index(fields=["made_until"], condition=Q(until=None), name="weekly_hour_to_make")
        ]


class ConsultationHour(Desk):
    """One occasion: inside an event, of a group, or of somebody herself.

    `last_number` is the number given last in the line: counted along in the transaction that gives
    it, so that numbers have no gaps. `closed_at`: nobody takes a number any more. `uid` and
    `sequence`: for calendars.
    """

    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="consultation_hours")
    weekly = models.ForeignKey(WeeklyHour, models.SET_NULL, null=True, related_name="hours")
    held_on = models.DateField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="hour_has_length"),
            models.CheckConstraint(
                condition=Q(takes_bookings=True) | Q(takes_walk_ins=True),
                name="hour_takes_somebody",
            ),
            models.CheckConstraint(
                condition=Q(event=None) | Q(group=None), name="hour_of_event_or_group"
            ),
            models.UniqueConstraint("weekly", "held_on", name="hour_of_week_once"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="hour_to_come")]

    @property
    def local_start(self) -> datetime:
        """By the clock on the wall there."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def where(self) -> str:
        return self.room or self.online_address


class Expert(models.Model):
    """Who sits at the desk, once she agreed. `until`: she stepped back, or said no."""

    hour = models.ForeignKey(
        ConsultationHour, models.CASCADE, related_name="experts", db_index=False
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="consults")
    asked_by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    agreed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("hour", "actor", condition=Q(until=None), name="expert_once")
        ]

    def __str__(self) -> str:
        return f"expert {self.pk}"


class Slot(models.Model):
    """A time at one expert. `actor` is hers again, for the constraint: nobody sits at two desks at
    one moment. `withdrawn_at`: she is not there after all.
    """

    hour = models.ForeignKey(ConsultationHour, models.CASCADE, related_name="slots", db_index=False)
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="slots")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_has_length"),
            # A range of one number, because GiST compares ranges without an extension.
            ExclusionConstraint(
                name="slot_of_expert_once",
                expressions=[
                    (
                        Func(F("actor"), F("actor"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(withdrawn_at=None),
            ),
        ]
        indexes = [models.Index(fields=["hour", "starts_at"], name="slot_of_hour")]

    def __str__(self) -> str:
        return self.starts_at.isoformat()


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Seen(TypedDict):
        tends: bool
        is_expert: bool
        is_open: bool

    SeenHour = WithAnnotations[ConsultationHour, _Seen]
