"""Who may not write for a while."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class WritingLimit(models.Model):
    """She may read everything and write nothing, until that moment. `lifted_at`: sooner."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="writing_limits")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.actor_id} may not write until {self.until}"
