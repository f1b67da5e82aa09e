"""Who is on other networks, as far as we have to know, and what came in from there."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor

LONGEST_ID = 500  # of what others call their things; longer ones are refused


class Host(models.Model):
    """A server of another network, by its authority: a port only where it is not the usual one.

    `software`: what it said that it is (NodeInfo), when it was `looked_at`. `signature`: the way to
    sign that it took last. `failures`: in a row; `failing_since`: the first of these.
    `waits_until`: nothing is sent before, as it fails or as it asked. `pruned_at`: it was silent
    for so long that nothing is sent any more, until something comes in from it.
    """

    class Signature(models.TextChoices):
        DRAFT = "draft"
        RFC9421 = "rfc9421"

    name = models.CharField(max_length=260, unique=True)
    software = models.CharField(max_length=60, blank=True)
    looked_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=7, choices=Signature, default=Signature.DRAFT)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    waits_until = models.DateTimeField(null=True)
    pruned_at = models.DateTimeField(null=True)
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class RemoteActor(models.Model):
    """Somebody on another network. Her `actor` has that network as its domain.

    `keys`: a list of {"id", "public"}, RSA as PEM and Ed25519 as multibase. `read_at`: when her
    document was read at its own address. `gone_at`: her own server said so. `moved_at`: those who
    followed her here follow another one since, as she asked. `earlier_asked_at`, `earlier_read_at`:
    when somebody here began to follow, so that what she said before is looked up, and when it was.
    """

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="remote")
    host = models.ForeignKey(Host, models.PROTECT, related_name="actors")
    uri = models.CharField(max_length=LONGEST_ID, unique=True)
    inbox = models.CharField(max_length=LONGEST_ID)
    shared_inbox = models.CharField(max_length=LONGEST_ID, blank=True)
    followers = models.CharField(max_length=LONGEST_ID, blank=True)
    outbox = models.CharField(max_length=LONGEST_ID, blank=True)
    page = models.CharField(max_length=LONGEST_ID, blank=True)
    keys = models.JSONField(default=list)
    asks_first = models.BooleanField(default=True)
    read_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    earlier_asked_at = models.DateTimeField(null=True)
    earlier_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.uri

    @property
    def written(self) -> str:
        """As people write her: her name, and where she is found."""
        return f"{self.actor.name} (@{self.actor.handle}@{self.actor.domain})"


class Received(models.Model):
    """An activity that came in and was proven to be hers. By its id it is done once for each actor:
    nobody owns an id because she comes first with it.

    `content` are the very bytes that were signed; emptied when it is done. `trouble`: why nothing
    came of it, for the operator.
    """

    uri = models.CharField(max_length=LONGEST_ID)
    by = models.ForeignKey(RemoteActor, models.CASCADE, related_name="received")
    verb = models.CharField(max_length=20)
    content = models.BinaryField()
    at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("uri", "by", name="received_once")]
        indexes = [
            models.Index(fields=["at"], name="received_by_time"),
            models.Index(fields=["by"], condition=models.Q(done_at=None), name="received_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.uri}"
