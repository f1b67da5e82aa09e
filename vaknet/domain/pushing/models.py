"""Which device is told, of what somebody wants to hear, and when she was told last."""

from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import Question


class Device(models.Model):
    """A browser in which somebody allowed messages, for as long as she is signed in there.

    `endpoint` is an address at the push service of who made the browser; with `key` and `secret`
    only that browser can open what we send there. `signed_by`: the public half of our key of that
    day, to which the browser holds us.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="devices")
    session = models.OneToOneField(Session, models.CASCADE, related_name="device")
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    signed_by = models.CharField(max_length=100)
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"device of {self.actor_id} since {self.since}"


class Wish(models.Model):
    """Somebody wants to hear of an answer to this question.

    `news_at`: since when there is one that she was not told of, and did not see.
    """

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="wishes")
    question = models.ForeignKey(Question, models.CASCADE, related_name="wishes")
    by_mail = models.BooleanField(default=False)
    since = models.DateTimeField(db_default=Now())
    news_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("actor", "question", name="wish_once")]
        indexes = [
            models.Index(
                fields=["actor"], condition=models.Q(news_at__isnull=False), name="wish_with_news"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} waits for {self.question_id}"


class Pushed(models.Model):
    """On which day somebody was told last, by her own calendar."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="pushed")
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.actor_id} on {self.on}"
