"""Following: one way, without a tie."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class Follow(models.Model):
    """Somebody wants to see what another asks and answers. No closeness comes of it."""

    follower = models.ForeignKey(Actor, models.CASCADE, related_name="follows", db_index=False)
    followed = models.ForeignKey(Actor, models.CASCADE, related_name="followed_by", db_index=False)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "follower", "followed", condition=Q(until=None), name="follow_once"
            ),
            models.CheckConstraint(condition=~Q(follower=F("followed")), name="follow_not_oneself"),
        ]
        indexes = [
            models.Index("follower", F("since").desc(), name="follow_newest"),
            models.Index("followed", F("since").desc(), name="follow_newest_follower"),
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.followed_id}"
