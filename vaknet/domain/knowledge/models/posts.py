"""Conversations: a post, in one group or several, and what follows."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models.questions import Answer, Question, Topic

# What can be changed, and can name people: each row below is about one of these.
ABOUT = ("question", "answer", "post", "reply")


class Post(models.Model):
    """The first message of a conversation. Where it stands is a PostPlacement."""

    author = models.ForeignKey(Actor, models.PROTECT, related_name="posts", db_index=False)
    title = models.CharField(max_length=300)
    body = models.TextField(max_length=20_000, blank=True)
    body_html = models.TextField(blank=True)  # made when written: pages are read far more often
    topics = models.ManyToManyField(Topic, related_name="posts")
    posted_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["author", "-posted_at"], name="post_by")]

    def __str__(self) -> str:
        return self.title


class PostPlacement(models.Model):
    """A post stands in this group, until a steward takes it out of there.

    `latest_at`: of the post or its last reply, so that a list of a group is read from its index.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="placements", db_index=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="placements", db_index=False)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    latest_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("post", "group", name="post_placement_once")]
        indexes = [
            models.Index(
                fields=["group", "-latest_at"], condition=Q(until=None), name="post_in_group"
            )
        ]

    def __str__(self) -> str:
        return f"post {self.post_id} in {self.group_id}"


class Reply(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="replies", db_index=False)
    author = models.ForeignKey(Actor, models.PROTECT, related_name="replies", db_index=False)
    text = models.TextField(max_length=20_000)
    html = models.TextField()  # made when written: pages are read far more often
    replied_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["post", "replied_at"], condition=Q(withdrawn_at=None), name="reply_to"
            ),
            models.Index(fields=["author", "-replied_at"], name="reply_by"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


def exactly_one(names: tuple[str, ...]) -> Q:
    """Of these columns one is filled in, and the others are not."""
    one = Q()
    for name in names:
        one |= Q(**{f"{other}__isnull": other != name for other in names})
    return one


class Edit(models.Model):
    """What something said before its author changed it.

    `is_minor`: she said that only the spelling was, so nothing is said of it beside the words.
    """

    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="edits")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="edits")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="edits")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="edits")
    previous = models.TextField()
    is_minor = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=exactly_one(ABOUT), name="edit_of_one")]

    def __str__(self) -> str:
        return self.previous[:60]


class Mention(models.Model):
    """Somebody is named in it, by the handle as it was written. Never taken away by a change:
    whom it reached once it does not reach again.

    `told_at`: she was to hear of it. Whether she did is between her and her mail. `read_at`: she
    went there from her start page, or put it away.
    """

    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="mentions")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, related_name="mentions")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="mentions")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="mentions")
    person = models.ForeignKey(Actor, models.CASCADE, related_name="mentions")
    handle = models.CharField(max_length=60)
    at = models.DateTimeField(db_default=Now())
    told_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=exactly_one(ABOUT), name="mention_in_one"),
            models.UniqueConstraint(
                "person",
                "question",
                "answer",
                "post",
                "reply",
                nulls_distinct=False,
                name="mention_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle} as {self.person_id}"
