"""What the finder reads: one passage per thing that shows what somebody knows."""

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class Passage(models.Model):
    """A piece of text that says something of one person, already analysed.

    Derived: rebuilt at any time from roles, topics, questions and answers.
    `group` is set when only that group's readers may see the source.
    """

    class Kind(models.TextChoices):
        ROLE = "role"
        KNOWS = "knows"
        ANSWER = "answer"
        BEST_ANSWER = "best_answer"
        PROFILE = "profile"

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="passages")
    kind = models.CharField(max_length=12, choices=Kind)
    source_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    source_id = models.BigIntegerField()
    group = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="+")
    tokens = ArrayField(models.TextField())
    at = models.DateTimeField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("source_type", "source_id", "kind", name="passage_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_type_id}:{self.source_id}"
