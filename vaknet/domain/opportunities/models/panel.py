"""Who reads applications, and what each of them thinks."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.opportunities.models.applications import Application
from vaknet.domain.opportunities.models.opportunities import Criterion, Opportunity


class Panellist(models.Model):
    """Asked to sit; she does from `agreed_at`. `until`: she said no, stopped, or was taken off."""

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="panel", db_index=False
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    agreed_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "opportunity", "actor", condition=Q(until=None), name="panellist_once"
            )
        ]

    def __str__(self) -> str:
        return f"panellist {self.pk}"


class Aside(models.Model):
    """She knows who applied, and so has no say in this one, nor sees what the others think."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="asides", db_index=False
    )
    by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("application", "by", name="aside_once")]

    def __str__(self) -> str:
        return f"aside {self.pk}"


class Score(models.Model):
    """From 1 to 5 on one criterion, and why. `changed_at`: after she could see those of others."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="scores", db_index=False
    )
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.TextField()
    given_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("application", "criterion", "by", name="score_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="score_in_range"),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"
