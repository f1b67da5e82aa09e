"""What somebody writes beforehand for whoever helps her."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting.models.turns import Booking, QueueTicket


class IntakeNote(models.Model):
    """Sealed with a key of this server. `reader` is the one expert who may read it: nobody, until
    somebody helps her. `shared_at`: she agreed that whoever takes over may read it too.
    """

    booking = models.OneToOneField(Booking, models.CASCADE, null=True, related_name="note")
    ticket = models.OneToOneField(QueueTicket, models.CASCADE, null=True, related_name="note")
    writer = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    reader = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    sealed = models.BinaryField()
    written_at = models.DateTimeField(db_default=Now())
    shared_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(booking=None) ^ Q(ticket=None), name="note_of_one")
        ]
        indexes = [models.Index(fields=["erase_at"], name="note_to_erase")]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def turn(self) -> Booking | QueueTicket:
        turn = self.booking or self.ticket
        assert turn is not None  # noqa: S101 -- note_of_one
        return turn
