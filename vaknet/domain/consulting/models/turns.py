"""Who comes when: with a time of her own, or with a number in the line."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting.models.hours import ConsultationHour, Expert, Slot


class Turn(models.Model):
    """Once `expert` calls her at `called_at`; she comes, and then it is done. Only the two of them
    may know that it is she.
    """

    called_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Booking(Turn):
    """A time that is hers. `expert` is who helps her: she of the time, or who took over."""

    hour = models.ForeignKey(
        ConsultationHour, models.CASCADE, related_name="bookings", db_index=False
    )
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="bookings", db_index=False)
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="bookings")
    person = models.ForeignKey(Actor, models.CASCADE, related_name="consultations")
    booked_at = models.DateTimeField(db_default=Now())
    cancelled_at = models.DateTimeField(null=True)
    no_show_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "slot", condition=Q(cancelled_at=None, no_show_at=None), name="booking_of_slot_once"
            ),
            models.UniqueConstraint(
                "hour",
                "person",
                condition=Q(cancelled_at=None, no_show_at=None, done_at=None),
                name="booking_of_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"


class QueueTicket(Turn):
    """A number in the line. Somebody without an account has a `first_name` instead of a `person`.

    `place` is where she stands: after all with a lower one. First it is her number; whoever was not
    there when called stands behind the next ones, with their `place`. `expert` is who called her,
    or to whom she was handed over.
    """

    hour = models.ForeignKey(
        ConsultationHour, models.CASCADE, related_name="tickets", db_index=False
    )
    number = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    person = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="queue_tickets")
    first_name = models.CharField(max_length=40, blank=True)
    expert = models.ForeignKey(Expert, models.CASCADE, null=True, related_name="tickets")
    taken_at = models.DateTimeField(db_default=Now())
    left_at = models.DateTimeField(null=True)
    passes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("hour", "number", name="ticket_number_once"),
            models.UniqueConstraint(
                "hour",
                "person",
                condition=Q(left_at=None, done_at=None),
                name="ticket_of_person_once",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(first_name=""), name="ticket_of_one"
            ),
        ]
        indexes = [
            models.Index(
                fields=["hour", "place", "passes", "number"],
                condition=Q(called_at=None, left_at=None, done_at=None),
                name="ticket_in_line",
            )
        ]

    def __str__(self) -> str:
        return str(self.number)
