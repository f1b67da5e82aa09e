"""What people and groups elsewhere say, for who follows them here."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.federation.models.remote import LONGEST_ID, RemoteActor


class RemotePost(models.Model):
    """Something that was said on another network, kept as long as somebody here follows.

    `kind`: as ActivityStreams has it. `html` is clean, and plain words where `is_cut`: it goes on
    at its own place. `opening`: its first words. `warning`: of its author, before one reads on.
    `attachments`: a list of {"href", "name", "kind"}; nothing of them is fetched. `poll`: empty, or
    {"options": [[name, votes]], "voters": number or null, "several": one may choose several}, and
    "said": the very words of names that are shown otherwise. `ends_at`: of an event or poll.
    `updated`: as its author says, to see which words are newer. `thread_asked_at` and
    `thread_read_at`: when somebody wanted the whole conversation, and when it was there.
    """

    uri = models.CharField(max_length=LONGEST_ID, unique=True)
    author = models.ForeignKey(RemoteActor, models.CASCADE, related_name="posts")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=500, blank=True)
    warning = models.CharField(max_length=500, blank=True)
    is_sensitive = models.BooleanField(default=False)
    html = models.TextField(blank=True)
    opening = models.CharField(max_length=300, blank=True)
    is_cut = models.BooleanField(default=False)
    language = models.CharField(max_length=50, blank=True)
    page = models.CharField(max_length=LONGEST_ID)
    in_reply_to = models.CharField(max_length=LONGEST_ID, blank=True)
    context = models.CharField(max_length=LONGEST_ID, blank=True)
    replies = models.CharField(max_length=LONGEST_ID, blank=True)
    is_public = models.BooleanField()
    attachments = models.JSONField(default=list)
    poll = models.JSONField(default=dict)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=500, blank=True)
    is_off = models.BooleanField(default=False)
    published = models.DateTimeField()
    updated = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(db_default=Now())
    thread_asked_at = models.DateTimeField(null=True)
    thread_read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.uri}"[:300]

    @property
    def is_folded(self) -> bool:
        """Its author wants to be asked first."""
        return bool(self.warning) or self.is_sensitive

    @property
    def title_or_opening(self) -> str:
        return self.title or self.opening


class PostArrival(models.Model):
    """By whom it came here: who wrote it, or a person or group that passed it on.

    Who follows that one reads it. `activity`: what the passing on is called there, so that it can
    be taken back. `at`: by our own clock, for nobody elsewhere may put something on top for years.
    """

    post = models.ForeignKey(RemotePost, models.CASCADE, related_name="arrivals")
    by = models.ForeignKey(RemoteActor, models.CASCADE, related_name="brought")
    activity = models.CharField(max_length=LONGEST_ID, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("post", "by", name="post_arrived_once")]
        indexes = [models.Index(fields=["by", "-at"], name="arrivals_of_actor")]

    def __str__(self) -> str:
        return f"{self.post_id} by {self.by_id}"


class Announced(models.Model):
    """What `by` passed on and is still to be read at its own `uri`, by a job.

    `activity`: what the passing on is called there. `is_change`: only of what is kept here already.
    `tries`: how often we asked in vain. `done_at`: it was read, given up, or taken back before;
    what came of it stands in `trouble`, for the operator. Rows stay for a day, to be counted. Of
    what was taken back while a list of before was read there is one too, for whoever reads that.
    """

    by = models.ForeignKey(RemoteActor, models.CASCADE, related_name="announced")
    uri = models.CharField(max_length=LONGEST_ID)
    activity = models.CharField(max_length=LONGEST_ID, blank=True)
    is_change = models.BooleanField()
    at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], name="announced_by_actor")]

    def __str__(self) -> str:
        return f"{self.pk} by {self.by_id}"


class ThreadPlace(models.Model):
    """`post` was found in the conversation around `start`. It is read there, and goes with it."""

    start = models.ForeignKey(RemotePost, models.CASCADE, related_name="thread")
    post = models.ForeignKey(RemotePost, models.CASCADE, related_name="places")

    class Meta:
        constraints = [models.UniqueConstraint("start", "post", name="thread_place_once")]

    def __str__(self) -> str:
        return f"{self.post_id} around {self.start_id}"


class HiddenElsewhere(models.Model):
    """Moderators of this network decided that nobody reads it here: something that was said there,
    or all that somebody there says and passes on. `uri`: what it, or that one, is called there.
    """

    uri = models.CharField(max_length=LONGEST_ID)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("uri", condition=Q(until=None), name="hidden_elsewhere_once")
        ]

    def __str__(self) -> str:
        return self.uri
