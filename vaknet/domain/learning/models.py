"""What the finder may learn from: who was shown, and what came of it. Never what was asked.

A search knows who asked, and who was shown, as long as something may still come of it. Then it is
cut loose: names are taken off, and numbers of a week stay.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class Outcome(models.IntegerChoices):
    """How far it came; each stands for those before it. Of a no nothing is kept."""

    NOTHING = 0
    CHOSEN = 1
    ACCEPTED = 2
    HELPFUL = 3


class Side(models.IntegerChoices):
    """Which of two orders put somebody there."""

    ALONE = 0
    USUAL = 1
    TRIAL = 2


class StaysOut(models.Model):
    """Nothing is kept of her searches, nor of where she is shown. `until`: she changed her mind."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("actor", condition=Q(until=None), name="stays_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} stays out"


class Ranking(models.Model):
    """Another order than the formula's: its weights, in the order of `features.NAMES`. `edition`:
    of which numbers, for they are no order of others.

    USUAL: it stands in the place of the formula. TRIAL: it is shown mixed with what is usual.
    """

    class Use(models.TextChoices):
        USUAL = "usual"
        TRIAL = "trial"

    name = models.CharField(max_length=80)
    edition = models.CharField(max_length=16)
    use = models.CharField(max_length=5, choices=Use)
    weights = ArrayField(models.FloatField())
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("use", condition=Q(until=None), name="ranking_in_use_once")
        ]

    def __str__(self) -> str:
        return self.name


class Search(models.Model):
    """A question was asked and people were shown. Without `asker`: cut loose, and `at` is its week.

    `usual` and `trial` are the orders that were shown; without a row that is the formula, alone.
    `edition` is of the numbers of who was shown: only like is compared with like.
    """

    asker = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    edition = models.CharField(max_length=16)
    usual = models.ForeignKey(Ranking, models.CASCADE, null=True, related_name="+")
    trial = models.ForeignKey(Ranking, models.CASCADE, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "searches"
        indexes = [models.Index(fields=["at"], name="search_at")]

    def __str__(self) -> str:
        return f"search {self.pk}"


class Shown(models.Model):
    """One of the people on the page of a search.

    `key` is in the links to her, so that following one says who was chosen. `propensities`: how
    likely she was to stand at each place of that page, the first first.
    """

    search = models.ForeignKey(Search, models.CASCADE, related_name="shown")
    person = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, null=True, unique=True)
    place = models.PositiveSmallIntegerField()
    side = models.PositiveSmallIntegerField(choices=Side, default=Side.ALONE)
    features = ArrayField(models.FloatField())
    propensities = ArrayField(models.FloatField())
    outcome = models.PositiveSmallIntegerField(choices=Outcome, default=Outcome.NOTHING)

    class Meta:
        verbose_name_plural = "shown"
        constraints = [models.UniqueConstraint("search", "place", name="shown_at_place_once")]

    def __str__(self) -> str:
        return f"place {self.place} of search {self.search_id}"
