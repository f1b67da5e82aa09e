"""A question put to a few members of its group at once, and to a few more when nobody answers."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Answer, AnswerRequest, Question
from vaknet.domain.people.models import KnownTopic, Role


class Routing(models.Model):
    """Once for each question. Whose it is, is told by the question alone: she may have asked it
    without her name.

    `widens_at`: when more people are asked; None when the asker does not want that. `widened_at`:
    when they were. `stopped_at`: the asker stopped it, or the question was not open any more.
    """

    question = models.OneToOneField(Question, models.CASCADE, related_name="routing")
    started_at = models.DateTimeField(db_default=Now())
    widens_at = models.DateTimeField(null=True)
    widened_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(widened_at=None) | Q(stopped_at=None), name="routing_widened_or_stopped"
            )
        ]
        indexes = [
            models.Index(
                fields=["widens_at"],
                condition=Q(widens_at__isnull=False, widened_at=None, stopped_at=None),
                name="routing_due",
            )
        ]

    def __str__(self) -> str:
        return f"routing of question {self.question_id}"


class LeftOut(models.Model):
    """She is not to be proposed to who asks. By name she still can be asked."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="left_out")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("actor", condition=Q(until=None), name="left_out_once")
        ]

    def __str__(self) -> str:
        return f"without {self.actor_id}"


class RoutedRequest(models.Model):
    """A request to answer that went to a few people at once.

    `turn`: 1, or 2 when it went out because nobody answered. `answer`, `topic` and `role` are what
    the finder drew its reason from, one or none: she who is asked reads it as it is then, or not at
    all when it is gone.
    """

    request = models.OneToOneField(
        AnswerRequest, models.CASCADE, primary_key=True, related_name="routed"
    )
    routing = models.ForeignKey(Routing, models.CASCADE, related_name="requests")
    turn = models.PositiveSmallIntegerField()
    answer = models.ForeignKey(Answer, models.SET_NULL, null=True, related_name="+")
    topic = models.ForeignKey(KnownTopic, models.SET_NULL, null=True, related_name="+")
    role = models.ForeignKey(Role, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"request {self.request_id} of routing {self.routing_id}"
