"""Who applied, with what words, and what became of it."""

from typing import TYPE_CHECKING, TypedDict

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.opportunities.models.opportunities import FormQuestion, Opportunity


class Application(models.Model):
    """That it exists only she herself and the panel may know, and the panel not before it closes.

    `sent_at` is empty for a draft. What the panel chose (`outcome`, `reply`) is hers to know from
    `replied_at`, which is one moment for all. `offered_until`: a place is kept for her until then.
    `lapsed_at`: she did not answer in time. `kept_agreed_at`: she agreed that it is kept for a year
    instead of four weeks. `erase_at`: from then on its words and scores are gone.
    """

    class Outcome(models.TextChoices):
        PLACE = "place", _("A place")
        RESERVE = "reserve", _("On the reserve list")
        NO = "no", _("Not this time")

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="applications", db_index=False
    )
    person = models.ForeignKey(Actor, models.CASCADE, related_name="applications")
    begun_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    kept_agreed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reserve_rank = models.PositiveSmallIntegerField(null=True)
    reply = models.TextField(blank=True)
    decided_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    offered_until = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    reserve_ended_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("opportunity", "person", name="application_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(sent_at=None), name="application_sent_before_decided"
            ),
            models.CheckConstraint(
                condition=~Q(replied_at__isnull=False, outcome=""),
                name="application_decided_before_replied",
            ),
        ]
        indexes = [
            models.Index(
                fields=["erase_at"], condition=Q(emptied_at=None), name="application_to_erase"
            ),
            models.Index(
                fields=["offered_until"],
                condition=Q(confirmed_at=None, declined_at=None, lapsed_at=None),
                name="application_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class ApplicationAnswer(models.Model):
    """Her words to one of the questions."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="answers", db_index=False
    )
    question = models.ForeignKey(FormQuestion, models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint("application", "question", name="application_answer_once")
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Read(TypedDict):
        is_aside: bool
        is_scored: bool
        is_decided: bool

    ReadApplication = WithAnnotations[Application, _Read]
