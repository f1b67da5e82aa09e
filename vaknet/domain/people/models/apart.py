"""Who keeps whom at a distance."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class Block(models.Model):
    """These two do not exist for each other any more: not on pages, in the finder or in mail."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="blocks")
    other = models.ForeignKey(Actor, models.CASCADE, related_name="blocked_by")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", "other", condition=models.Q(until=None), name="block_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(actor=models.F("other")), name="block_not_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} blocks {self.other_id}"


class Mute(models.Model):
    """She stays a fellow professional, but is not brought to one's attention."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="mutes")
    other = models.ForeignKey(Actor, models.CASCADE, related_name="muted_by")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", "other", condition=models.Q(until=None), name="mute_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(actor=models.F("other")), name="mute_not_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} mutes {self.other_id}"
