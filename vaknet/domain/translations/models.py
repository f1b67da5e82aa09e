"""The same words in the other language, by who wrote them."""

from django.db import models

from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.knowledge.models.posts import ABOUT, exactly_one

type Text = Question | Answer | Post | Reply


class Translation(models.Model):
    """What a text says in the language that it was not written in; a change replaces it.

    The original is in the other one of the two. Whose it is, its text says. `title`: of a question
    or post; `lead`: of an article.
    """

    class Language(models.TextChoices):
        DUTCH = "nl", "Nederlands"
        ENGLISH = "en", "English"

    question = models.OneToOneField(Question, models.CASCADE, null=True, related_name="translation")
    answer = models.OneToOneField(Answer, models.CASCADE, null=True, related_name="translation")
    post = models.OneToOneField(Post, models.CASCADE, null=True, related_name="translation")
    reply = models.OneToOneField(Reply, models.CASCADE, null=True, related_name="translation")
    language = models.CharField(max_length=2, choices=Language)
    title = models.CharField(max_length=300, blank=True)
    lead = models.CharField(max_length=500, blank=True)
    text = models.TextField(max_length=20_000, blank=True)
    html = models.TextField(blank=True)  # made when written: pages are read far more often
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=exactly_one(ABOUT), name="translation_of_one")
        ]

    def __str__(self) -> str:
        return (self.title or self.text)[:60]

    @property
    def original(self) -> str:
        """In which language the text itself is."""
        [other] = {"nl", "en"} - {self.language}
        return other
