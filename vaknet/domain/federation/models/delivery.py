"""What goes to other networks, and how far it came."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models.remote import LONGEST_ID, Host


class Parcel(models.Model):
    """One activity for others, as it is sent: `content` is JSON in UTF-8. Signed on its way.

    `about`: the thing at the bottom of it. Of one sender and thing an inbox gets one after the
    other, so that what was taken away does not come back.
    """

    sender = models.ForeignKey(Actor, models.CASCADE, related_name="parcels")
    content = models.BinaryField()
    about = models.CharField(max_length=LONGEST_ID, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["about", "sender"], name="parcel_about")]

    def __str__(self) -> str:
        return f"parcel {self.pk} of {self.sender_id}"


class Delivery(models.Model):
    """A parcel for one inbox. `due_at`: not before then. `given_up_at`: it never arrives.

    `trouble` is one of the words of `Trouble`, or the status that came back.
    """

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="deliveries")
    host = models.ForeignKey(Host, models.CASCADE, related_name="deliveries")
    inbox = models.CharField(max_length=LONGEST_ID)
    due_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=40, blank=True)
    arrived_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("parcel", "inbox", name="delivery_once")]
        indexes = [
            models.Index(
                "host",
                "due_at",
                condition=Q(arrived_at=None, given_up_at=None),
                name="delivery_due",
            )
        ]

    def __str__(self) -> str:
        return f"parcel {self.parcel_id} for {self.inbox}"
