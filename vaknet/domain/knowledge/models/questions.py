"""Questions, answers and thanks: what the next colleague finds."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group


class Topic(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="topic_unique")]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """One sentence, with more to it if needed, asked in a group.

    `brought_at`: it was asked elsewhere, and its author brought it along. Its day and her own
    answers to it are as she says.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="questions")
    author = models.ForeignKey(Actor, models.PROTECT, related_name="questions", db_index=False)
    title = models.CharField(max_length=300)
    body = models.TextField(max_length=20_000, blank=True)
    body_html = models.TextField(blank=True)  # made when written: pages are read far more often
    topics = models.ManyToManyField(Topic, related_name="questions")
    asked_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)
    brought_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["group", "-asked_at"],
                condition=Q(withdrawn_at=None),
                name="question_in_group",
            ),
            models.Index(
                fields=["-asked_at"], condition=Q(withdrawn_at=None), name="question_newest"
            ),
            models.Index(fields=["author", "-asked_at"], name="question_by"),
        ]

    def __str__(self) -> str:
        return self.title


class Answer(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers", db_index=False)
    author = models.ForeignKey(Actor, models.PROTECT, related_name="answers", db_index=False)
    text = models.TextField(max_length=20_000)
    html = models.TextField()  # made when written: pages are read far more often
    answered_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["question", "answered_at"], name="answer_to"),
            models.Index(fields=["author", "-answered_at"], name="answer_by"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class AnswerRequest(models.Model):
    """The asker would like this member of the group to answer. Only the two of them know.

    `declined_at`: she would rather not, which nobody is told.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="answer_requests")
    person = models.ForeignKey(
        Actor, models.CASCADE, related_name="answer_requests", db_index=False
    )
    at = models.DateTimeField(db_default=Now())
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("person", "question", name="answer_request_once")]

    def __str__(self) -> str:
        return f"{self.person_id} for question {self.question_id}"


class BestAnswer(models.Model):
    """The asker or a steward says: this one helped. Choosing another replaces the row."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="best_answer")
    answer = models.OneToOneField(Answer, models.CASCADE, related_name="best_for")
    chosen_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"answer {self.answer_id} to question {self.question_id}"


class Thanks(models.Model):
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="thanks")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("answer", "actor", name="thanks_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} thanks for {self.answer_id}"
