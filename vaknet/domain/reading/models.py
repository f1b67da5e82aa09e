"""What a group reads elsewhere: journals that it follows, and what is new in them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group


class Source(models.Model):
    """A feed of somebody else, fetched once for all groups that follow it.

    `next_look_at` is empty while nobody follows it, and when it failed so long that we gave up:
    then `paused_at` says since when. `etag` and `last_modified` are their words, for next time.
    """

    address = models.CharField(max_length=1000, unique=True)
    title = models.CharField(max_length=300)
    home = models.CharField(max_length=1000, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    read_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_look_at"],
                condition=Q(next_look_at__isnull=False),
                name="source_due",
            )
        ]

    def __str__(self) -> str:
        return self.title


class SourceItem(models.Model):
    """`key`: a hash of the id that they gave it. `seen_at`: when it was last in the feed, so that
    a group sees what was there since it follows, and not what others followed before.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="items", db_index=False)
    key = models.CharField(max_length=64)
    address = models.CharField(max_length=1000)
    title = models.CharField(max_length=300)
    text = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("source", "key", name="source_item_once")]
        indexes = [models.Index(fields=["source", "-at"], name="source_item_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def opening(self) -> str:
        """What a question about it begins with. Half an address leads nowhere: whole or not."""
        title = self.title[:150]
        return f"{title} {self.address}" if len(self.address) < 150 else title


class Subscription(models.Model):
    """A group follows a source."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="subscriptions", db_index=False)
    source = models.ForeignKey(Source, models.CASCADE, related_name="subscriptions")
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "group", "source", condition=Q(until=None), name="subscription_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} follows {self.source_id}"
