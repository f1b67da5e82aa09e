"""Closing an account: some days to come back to it, then it is gone."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor


class Closure(models.Model):
    """She left on that day, and is nobody to others since; until `erase_at` she can come back.

    Meanwhile her actor has no name, and who she was is here alone. When she came back `until` is
    set and these are empty again. After it is carried out the row is gone with all the rest.
    """

    class Answers(models.TextChoices):
        """What becomes of her answers, and of questions that others answered."""

        STAY = "stay", _("They stay, without my name")
        GO = "go", _("They go too")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="closures")
    answers = models.CharField(max_length=4, choices=Answers)
    since = models.DateTimeField(db_default=Now())
    erase_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    name = models.CharField(max_length=120, blank=True)
    handle = models.CharField(max_length=60, blank=True)
    headline = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("actor", condition=models.Q(until=None), name="closure_once")
        ]
        indexes = [
            models.Index(
                fields=["erase_at"], condition=models.Q(until=None), name="closure_to_carry_out"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} leaves"
