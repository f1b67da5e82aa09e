"""What this network does not take from others, and why."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor


class HostLimit(models.Model):
    """A host from which nothing is taken, or less. It holds for all names below that name.

    `reason` is for everybody who reads the list, `note` for who looks after this network.
    """

    class Kind(models.TextChoices):
        SUSPEND = "suspend", _("Closed")
        LIMIT = "limit", _("Limited")

    host = models.CharField(max_length=260)
    kind = models.CharField(max_length=7, choices=Kind)
    reason = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=2_000, blank=True)
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="host_limits")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("host", condition=Q(until=None), name="host_limit_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.host}"


class LimitImport(models.Model):
    """A list of hosts from elsewhere: read, looked at, and then taken over by a job.

    `rows`: host, kind and reason of each; `wrong`: line, text and why. `done`: so many of the rows.
    """

    by = models.ForeignKey(Actor, models.CASCADE, related_name="limit_imports")
    rows = models.JSONField()
    wrong = models.JSONField()
    at = models.DateTimeField(db_default=Now())
    done = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"list {self.pk} of {len(self.rows)} hosts"
