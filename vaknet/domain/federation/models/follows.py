"""Following across networks: one way, and only after whoever is followed agreed."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models.remote import LONGEST_ID, RemoteActor


class Follower(models.Model):
    """Somebody elsewhere follows a member, a group or this network.

    `activity`: what her network calls the asking, so that the answer names it. `since`: from the
    moment that it was agreed. `until`: either of the two ended it, or it was declined.
    """

    follower = models.ForeignKey(RemoteActor, models.CASCADE, related_name="follows")
    followed = models.ForeignKey(Actor, models.CASCADE, related_name="followers_elsewhere")
    activity = models.CharField(max_length=LONGEST_ID, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "follower", "followed", condition=Q(until=None), name="follower_elsewhere_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.followed_id} from elsewhere"


class Following(models.Model):
    """A member follows somebody on another network. `token` ends the id of her asking."""

    follower = models.ForeignKey(Actor, models.CASCADE, related_name="following_elsewhere")
    followed = models.ForeignKey(RemoteActor, models.CASCADE, related_name="followed_by_members")
    token = models.CharField(max_length=22, unique=True)
    asked_at = models.DateTimeField(db_default=Now())
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "follower", "followed", condition=Q(until=None), name="following_elsewhere_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.follower_id} follows {self.followed_id} elsewhere"
