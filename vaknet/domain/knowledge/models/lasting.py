"""What keeps an answer worth finding: somebody looks after it, and questions asked twice meet."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models.questions import Answer, Question


class AnswerCheck(models.Model):
    """A member of the group looked whether a best answer still holds.

    `doubt`: why it does not, in her words; empty when it does. The latest one counts.
    """

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="checks", db_index=False)
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    doubt = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["answer", "-at"], name="answer_check_latest")]

    def __str__(self) -> str:
        return self.doubt[:60] or f"answer {self.answer_id} holds"


class Upkeep(models.Model):
    """She sees to it that what is known of this question stays true. One person at a time."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="upkeep", db_index=False)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("question", condition=Q(until=None), name="upkeep_by_one")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} looks after question {self.question_id}"


class SameQuestion(models.Model):
    """`question` was asked before: who has an answer gives it at `original`.

    An original is never itself the same as another one, so there is one step to go.
    """

    question = models.OneToOneField(Question, models.CASCADE, related_name="same_as")
    original = models.ForeignKey(Question, models.CASCADE, related_name="asked_again")
    actor = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(question=models.F("original")), name="same_question_is_another"
            )
        ]

    def __str__(self) -> str:
        return f"question {self.question_id} is {self.original_id}"
