"""What members do about what they read of other networks, and who there does not want them."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models.identity import FederatedId
from vaknet.domain.federation.models.remote import LONGEST_ID, RemoteActor


class VoteElsewhere(models.Model):
    """What a member chose in a poll on another network. Once: nothing there lets her change it.

    `author` asked it, and `uri` is what it is called there: it stands longer than what we keep of
    it, so that she does not vote anew, and that one hears when she is gone. `choices`: the words of
    what she chose. `address`: in whose name it went, also after two accounts became one.
    """

    person = models.ForeignKey(Actor, models.CASCADE, related_name="votes_elsewhere")
    address = models.ForeignKey(FederatedId, models.CASCADE, related_name="votes")
    author = models.ForeignKey(RemoteActor, models.CASCADE, related_name="votes_of_ours")
    uri = models.CharField(max_length=LONGEST_ID)
    choices = models.JSONField(default=list)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("address", "uri", name="vote_elsewhere_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.uri}"[:300]


class BlockElsewhere(models.Model):
    """Somebody elsewhere wants nothing to do with one of ours, who asks and tells that one nothing.

    What she writes in groups is for whoever follows these.

    She is not told, also not by what a page says or does. Gone when it is taken back.
    """

    by = models.ForeignKey(RemoteActor, models.CASCADE, related_name="blocks")
    whom = models.ForeignKey(Actor, models.CASCADE, related_name="blocked_elsewhere")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("by", "whom", name="block_elsewhere_once")]

    def __str__(self) -> str:
        return f"{self.whom_id} by {self.by_id}"
