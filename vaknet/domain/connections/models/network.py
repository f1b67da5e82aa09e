"""What the graph of the finder keeps beside ties: who changed, and which files are in use."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.transactions import CurrentTransaction


class NetworkChange(models.Model):
    """Of this member a tie, a consent or a question to be a go-between changed.

    Written by triggers (migration 0001): whatever writes a tie, also a bulk load, an import or a
    merge, cannot forget it. Rows go when an edition holds what they tell of.
    """

    member = models.BigIntegerField()
    transaction = models.BigIntegerField(db_default=CurrentTransaction())

    class Meta:
        indexes = [models.Index(fields=["transaction", "member"], name="network_change_since")]

    def __str__(self) -> str:
        return f"{self.member} in {self.transaction}"


class NetworkEdition(models.Model):
    """A build of the files of the graph: the last one is in use, in a folder of this name.

    It holds everything written by transactions before `watermark`; who changed later is read from
    the database. Without the row the files are nothing (decision 3).
    """

    name = models.UUIDField(unique=True)
    watermark = models.BigIntegerField()
    ties = models.PositiveBigIntegerField()
    built_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.name)
