"""What came of an introduction, and thanks for it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models.introductions import Introduction


class IntroductionOutcome(models.Model):
    """What one of the two who met says of it. `until`: she says something else since.

    All of it is hers alone, but that it helped: when the asker says so, everybody on the way may
    know. UNSAID is for who would rather not say, so that nobody asks again.
    """

    class Kind(models.TextChoices):
        SPOKE = "spoke", _("We spoke")
        HELPED = "helped", _("It helped")
        NOTHING = "nothing", _("It came to nothing")
        UNSAID = "unsaid", _("I would rather not say")

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="outcomes")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="introduction_outcomes")
    kind = models.CharField(max_length=8, choices=Kind)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "introduction",
                "actor",
                condition=models.Q(until=None),
                name="introduction_outcome_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.introduction_id}"


class IntroductionThanks(models.Model):
    """The asker's words, back along the way that brought the two together. Said once."""

    introduction = models.OneToOneField(
        Introduction, models.CASCADE, primary_key=True, related_name="thanks"
    )
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.text[:60].replace("\n", " ")
