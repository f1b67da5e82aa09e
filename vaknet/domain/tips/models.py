"""A tip: somebody thinks that a colleague should see a question, a conversation, a person or an
event."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event
from vaknet.domain.knowledge.models import Post, Question


class Tip(models.Model):
    """About exactly one thing, once in a while from each to each.

    `came_from`: the tip that the sender passed on with it. `declined_at`: not for her, which nobody
    is told.
    """

    sender = models.ForeignKey(Actor, models.CASCADE, related_name="tips_sent", db_index=False)
    receiver = models.ForeignKey(Actor, models.CASCADE, related_name="tips_received")
    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="tips")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="tips")
    person = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="+")
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="tips")
    came_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="passed_on")
    text = models.CharField(max_length=300)
    at = models.DateTimeField(db_default=Now())
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, post=None, person=None, event=None)
                | Q(question=None, post__isnull=False, person=None, event=None)
                | Q(question=None, post=None, person__isnull=False, event=None)
                | Q(question=None, post=None, person=None, event__isnull=False),
                name="tip_about_one_thing",
            ),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="tip_to_another"),
        ]
        indexes = [models.Index(fields=["sender", "receiver"], name="tip_from_to")]

    def __str__(self) -> str:
        return f"tip {self.pk} of {self.sender_id} to {self.receiver_id}"

    @property
    def kind(self) -> str:
        """Which of the four columns it is about."""
        kinds = {"question": self.question_id, "post": self.post_id, "event": self.event_id}
        return next((name for name, about in kinds.items() if about), "person")

    @property
    def is_stale(self) -> bool:
        """Nobody can go there any more."""
        event = self.event
        return event is not None and (event.cancelled_at is not None or event.ends_at <= now())


class TipThanks(models.Model):
    """It led to something: thanks to who sent it. Once, on its own tip and on those before it."""

    tip = models.OneToOneField(Tip, models.CASCADE, primary_key=True, related_name="thanks")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"thanks for tip {self.tip_id}"
