"""Sessions that members propose, and what the organisers think of them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event
from vaknet.domain.programme.models.sessions import Session


class CallForProposals(models.Model):
    """Until `open_until` whoever may know of the event may propose a session."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="call")
    text = models.TextField(blank=True)
    open_until = models.DateTimeField()
    opened_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"call {self.pk}"


class Proposal(models.Model):
    """Until `sent_at` only she reads it. `reply`: what the organisers say to her, be it yes or no.

    `session`: what came of it.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="proposals")
    proposer = models.ForeignKey(Actor, models.CASCADE, related_name="session_proposals")
    title = models.CharField(max_length=160)
    abstract = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=45)
    needs = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    session = models.ForeignKey(Session, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="proposal_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, declined_at=None) | Q(sent_at__isnull=False),
                name="proposal_answered_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_answered(self) -> bool:
        return self.accepted_at is not None or self.declined_at is not None


class ProposalReview(models.Model):
    """For the organisers only. Who has not given her own does not read those of others."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="reviews", db_index=False)
    reviewer = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=500, blank=True)
    reviewed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("proposal", "reviewer", name="proposal_review_once"),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5), name="proposal_review_score"
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"
