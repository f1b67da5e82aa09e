"""What somebody is offered on a day, and when she wants that at all."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor

WORKING_DAYS = [1, 2, 3, 4, 5]


class Rhythm(models.Model):
    """When somebody wants a round. Who chose nothing has no row.

    `time_zone`: empty for that of the network. `days`: of the week, Monday is 1. `on_holidays`:
    also on public holidays.
    """

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="rhythm")
    time_zone = models.CharField(max_length=40, blank=True)
    days = ArrayField(models.PositiveSmallIntegerField())
    on_holidays = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"rhythm of {self.actor_id}"


class ReadUntil(models.Model):
    """Up to which moment somebody read what was written in her groups.

    `before`: where it stood before that, for who pressed too soon.
    """

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="read_until")
    until = models.DateTimeField()
    before = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.actor_id} until {self.until}"


class Round(models.Model):
    """What was laid out for somebody on one day, once: the line stays as it was until the next."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="rounds")
    day = models.DateField()
    laid_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", "day", name="round_once_a_day")]
        indexes = [models.Index(fields=["day"], name="round_by_day")]

    def __str__(self) -> str:
        return f"{self.actor_id} on {self.day}"


class RoundStop(models.Model):
    """One act that was offered. `kind` says what it is, `about` the number of the row it is about.

    `reason` and `topic` tell why it was hers; `waits` that somebody waited for just her.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    about = models.BigIntegerField()
    reason = models.CharField(max_length=20, blank=True)
    topic = models.CharField(max_length=500, blank=True)
    waits = models.BooleanField(default=False)
    unexpected = models.BooleanField(default=False)
    skipped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("round", "position", name="stop_has_its_place"),
            models.UniqueConstraint("round", "kind", "about", name="stop_once_a_round"),
        ]
        indexes = [models.Index(fields=["kind", "about"], name="stop_offered")]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.about
