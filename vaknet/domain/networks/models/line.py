"""The line between two networks: what still has to be told, and what was heard already."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.networks.models.networks import Network
from vaknet.domain.networks.models.treaties import Treaty


class Errand(models.Model):
    """Something about a treaty that the other network has to hear: told until it answers.

    `what` ends the address there. `due_at`: not before then.
    """

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="errands")
    what = models.CharField(max_length=20)
    told = models.JSONField()
    at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("due_at", condition=Q(done_at=None), name="errand_due")]

    def __str__(self) -> str:
        return f"{self.what} of {self.treaty_id}"


class Heard(models.Model):
    """A request that was signed and came in, kept for as long as it could be sent once more.

    `mark`: the SHA-256 of its signature.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="heard")
    mark = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index("network", "at", name="heard_lately")]

    def __str__(self) -> str:
        return f"heard of {self.network_id}"


class Knock(models.Model):
    """A host in that domain had us read who it is.

    Bounded, so that nobody lets us ask around without end.
    """

    host = models.CharField(max_length=260)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index("at", name="knock_by_time")]

    def __str__(self) -> str:
        return self.host
