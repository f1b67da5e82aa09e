"""Articles: posts of more length, that an editor of the group lets out."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models.attachments import Attachment
from vaknet.domain.knowledge.models.posts import Post


class Article(models.Model):
    """What makes a post an article. Title and text are the post's, and so are replies, earlier
    words and where it stands (docs/decisions/0041). Until it is published the post stands nowhere:
    it is a draft, of its authors alone.

    `group`: for which it is written. `sent_in_at`: it waits for an editor, who reads it too.
    Without a `cover` it has one that is drawn from its number.
    """

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="article")
    group = models.ForeignKey(Group, models.CASCADE, related_name="articles", db_index=False)
    lead = models.CharField(max_length=500, blank=True)
    cover = models.ForeignKey(Attachment, models.SET_NULL, null=True, related_name="+")
    sent_in_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="article_published_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["group", "-published_at"], name="article_in_group")]

    def __str__(self) -> str:
        return f"article {self.post_id}"


class ArticleAuthor(models.Model):
    """Somebody is asked to put her name above it too, and until she accepts it is not there.

    `declined_at`: she would rather not, which nobody is told. `until`: she stepped back.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="coauthors", db_index=False)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("article", "actor", name="article_author_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} with {self.article_id}"


class ArticleReview(models.Model):
    """An editor asks for changes. Only authors and editors read it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reviews")
    editor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    text = models.TextField(max_length=5_000)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.text[:60]
