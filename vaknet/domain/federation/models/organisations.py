"""Which organisations other networks may know of."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.people.models import Organisation


class Represented(models.Model):
    """Somebody who speaks for an organisation by its `domain` lets other networks know of it.

    It is known there as long as that very domain is shown to be its own. Who said so is in the
    activity log alone: nobody is told who works there.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="represented")
    domain = models.CharField(max_length=253)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", condition=Q(until=None), name="represented_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} is known elsewhere since {self.since}"
