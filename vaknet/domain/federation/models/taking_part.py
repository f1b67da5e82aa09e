"""What members do about what they read of other networks, and who there does not want them."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models.posts import RemotePost
from vaknet.domain.federation.models.remote import RemoteActor


class VoteElsewhere(models.Model):
    """What a member chose in a poll on another network. Once: nothing there lets her change it.

    `choices`: the words of what she chose. Gone with the poll, when nobody here reads that.
    """

    person = models.ForeignKey(Actor, models.CASCADE, related_name="votes_elsewhere")
    post = models.ForeignKey(RemotePost, models.CASCADE, related_name="votes_of_ours")
    choices = models.JSONField(default=list)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("person", "post", name="vote_elsewhere_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.post_id}"


class BlockElsewhere(models.Model):
    """Somebody elsewhere wants nothing to do with one of ours: nothing of hers goes there.

    She is not told, also not by what a page says or does. Gone when it is taken back.
    """

    by = models.ForeignKey(RemoteActor, models.CASCADE, related_name="blocks")
    whom = models.ForeignKey(Actor, models.CASCADE, related_name="blocked_elsewhere")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("by", "whom", name="block_elsewhere_once")]

    def __str__(self) -> str:
        return f"{self.whom_id} by {self.by_id}"
