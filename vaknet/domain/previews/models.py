"""Which pages elsewhere texts lead to, and what those pages say they are."""

from django.db import models
from django.db.models import Q

from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.knowledge.models.posts import ABOUT, exactly_one

type Text = Question | Answer | Post | Reply


class Page(models.Model):
    """A page elsewhere, looked at once for all texts of one question or conversation.

    Never for two of them: what is said in one group would show in another (docs/decisions/0045).
    `title` is empty until it could be read. `next_look_at` is empty when we need not look (again).
    """

    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="pages")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="pages")
    address = models.CharField(max_length=1000)
    title = models.CharField(max_length=140, blank=True)
    text = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=60, blank=True)
    looked_at = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=exactly_one(("question", "post")), name="page_in_one"),
            models.UniqueConstraint("question", "address", name="page_once_at_question"),
            models.UniqueConstraint("post", "address", name="page_once_in_conversation"),
        ]
        indexes = [
            models.Index(
                fields=["next_look_at"], condition=Q(next_look_at__isnull=False), name="page_due"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.address

    @property
    def domain(self) -> str:
        """Where the link leads. Letters that look like others show as they are in the DNS."""
        return self.address.split("/")[2].removeprefix("www.")


class Card(models.Model):
    """What stands below a text: the page that it leads to, or nothing since its author said so."""

    question = models.OneToOneField(Question, models.CASCADE, null=True, related_name="card")
    answer = models.OneToOneField(Answer, models.CASCADE, null=True, related_name="card")
    post = models.OneToOneField(Post, models.CASCADE, null=True, related_name="card")
    reply = models.OneToOneField(Reply, models.CASCADE, null=True, related_name="card")
    page = models.ForeignKey(Page, models.CASCADE, null=True, related_name="cards")
    off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=exactly_one(ABOUT), name="card_of_one"),
            models.CheckConstraint(
                condition=Q(page=None, off_at__isnull=False) | Q(page__isnull=False, off_at=None),
                name="card_with_page_or_off",
            ),
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"
