"""What members say about what they read of other networks, until they take it back."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models.identity import FederatedId
from vaknet.domain.federation.models.remote import LONGEST_ID, RemoteActor


class ThanksElsewhere(models.Model):
    """A member thanks `author` for something that was said: only that one is told.

    `uri` is what it is called there, `page` where people read it: it stands longer than what we
    keep of it. `token` ends the id of her thanks. `address`: in whose name they went, also after
    two accounts became one.
    """

    person = models.ForeignKey(Actor, models.CASCADE, related_name="thanks_elsewhere")
    address = models.ForeignKey(FederatedId, models.CASCADE, related_name="thanks")
    author = models.ForeignKey(RemoteActor, models.CASCADE, related_name="thanks_of_ours")
    uri = models.CharField(max_length=LONGEST_ID)
    page = models.CharField(max_length=LONGEST_ID)
    token = models.CharField(max_length=22, unique=True)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "thanks elsewhere"
        constraints = [
            models.UniqueConstraint(
                "person", "uri", condition=Q(until=None), name="thanks_elsewhere_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.uri}"[:300]


class AnswerElsewhere(models.Model):
    """What a member answered to something of `author`: hers, and its address is ours for ever.

    `uri`, `page` and `context` are of what it answers. `is_public`: as that was; else only its
    author was told. `changed_at`: since when the words are these, each time in a later second.
    `until`: when she took it back, or was not known elsewhere any more. `address`: as of thanks.
    """

    person = models.ForeignKey(Actor, models.CASCADE, related_name="answers_elsewhere")
    address = models.ForeignKey(FederatedId, models.CASCADE, related_name="answers")
    author = models.ForeignKey(RemoteActor, models.CASCADE, related_name="answers_of_ours")
    uri = models.CharField(max_length=LONGEST_ID)
    page = models.CharField(max_length=LONGEST_ID)
    context = models.CharField(max_length=LONGEST_ID, blank=True)
    is_public = models.BooleanField()
    text = models.TextField()
    token = models.CharField(max_length=22, unique=True)
    since = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-since"], name="answers_elsewhere_of")]

    def __str__(self) -> str:
        return f"{self.person_id} to {self.uri}"[:300]
