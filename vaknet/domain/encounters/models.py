"""Whom one meets at an event: who welcomes, whom one spoke, and who stays in touch."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event


class Encounter(models.Model):
    """She spoke the other one there: for her eyes alone, as long as the other does not say so too.

    `kept_at`: she wants to remember it; without that it is gone after a while. `in_touch_at`: she
    wants to stay in touch, which the other only learns when both do.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="encounters", db_index=False)
    person = models.ForeignKey(Actor, models.CASCADE, related_name="encounters")
    other = models.ForeignKey(Actor, models.CASCADE, related_name="met_by")
    since = models.DateTimeField(db_default=Now())
    kept_at = models.DateTimeField(null=True)
    in_touch_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="encounter_of_two"),
            models.UniqueConstraint("event", "person", "other", name="encounter_once"),
        ]
        indexes = [
            models.Index(fields=["since"], condition=Q(kept_at=None), name="encounter_to_expire")
        ]

    def __str__(self) -> str:
        return f"encounter {self.pk}"


class Welcome(models.Model):
    """She welcomes who is new at an event, since she said so and until she takes it back."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="welcomes", db_index=False)
    person = models.ForeignKey(Actor, models.CASCADE, related_name="welcomes")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "person", condition=Q(until=None), name="welcome_once")
        ]

    def __str__(self) -> str:
        return f"welcome {self.pk}"


class Afterwards(models.Model):
    """What was asked of who came: whom they met, the day after, and what came of it, a month on."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="afterwards")
    asked_at = models.DateTimeField()
    asked_again_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(asked_again_at=None), name="afterwards_to_ask"
            )
        ]

    def __str__(self) -> str:
        return f"after {self.event_id}"
