"""What others call our things, and what we made of theirs."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.federation.models.remote import LONGEST_ID, RemoteActor


class FederatedThing(models.Model):
    """A thing of ours that went to other networks: its address is made of chance, for ever.

    `owner` and `group`: the tokens of who it is attributed to and of its group. Nobody's id on
    another network can pass to another, so what gets another owner gets another address too.
    `gone_at`: it was taken away or closed to guests, and others were told.
    """

    token = models.CharField(max_length=22, unique=True)
    object_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey("object_type", "object_id")
    owner = models.CharField(max_length=22)
    group = models.CharField(max_length=22)
    since = models.DateTimeField(db_default=Now())
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "object_type",
                "object_id",
                "owner",
                "group",
                condition=Q(gone_at=None),
                name="federated_thing_once",
            )
        ]
        indexes = [
            models.Index(fields=["group"], condition=Q(gone_at=None), name="thing_of_group"),
            models.Index(fields=["owner"], condition=Q(gone_at=None), name="thing_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.object_type_id}:{self.object_id} elsewhere"


class RemoteThing(models.Model):
    """Something of another network that has a place here: a reply, an answer, a vote.

    The row stays after `gone_at`, so that what comes late does not bring it back. Of what never
    came in, `object_type` is empty: `author` says that it is gone. Of these each who says so has a
    row, for nobody here knows whose it is.
    """

    uri = models.CharField(max_length=LONGEST_ID)
    author = models.ForeignKey(RemoteActor, models.CASCADE, related_name="things")
    object_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    object = GenericForeignKey("object_type", "object_id")
    updated = models.DateTimeField(null=True)  # as its author says, to see which words are newer
    read_at = models.DateTimeField(db_default=Now())
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("uri", "author", name="remote_thing_once"),
            models.UniqueConstraint(
                "uri", condition=Q(object_type__isnull=False), name="remote_thing_of_one"
            ),
        ]

    def __str__(self) -> str:
        return self.uri
