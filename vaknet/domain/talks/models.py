"""Meeting for real. First of all: the talk that two people propose to each other."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor


class Talk(models.Model):
    """A proposal to talk, with times to pick from. `uid` is its name in calendars, for ever."""

    proposer = models.ForeignKey(Actor, models.CASCADE, related_name="talks_proposed")
    invitee = models.ForeignKey(Actor, models.CASCADE, related_name="talks_received")
    purpose = models.CharField(max_length=300)
    location = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    proposed_at = models.DateTimeField(db_default=Now())
    starts_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposer=F("invitee")), name="talk_of_two"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, starts_at=None)
                | Q(agreed_at__isnull=False, starts_at__isnull=False),
                name="talk_agreed_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class ProposedTime(models.Model):
    talk = models.ForeignKey(Talk, models.CASCADE, related_name="proposed_times")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint("talk", "starts_at", name="proposed_time_once")]

    def __str__(self) -> str:
        return self.starts_at.isoformat()


class TalkMove(models.Model):
    """One of the two moved an agreed talk. `accepted_at`: the other said that it suits her."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="moves")
    by = models.ForeignKey(Actor, models.CASCADE, related_name="talk_moves")
    was_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    moved_at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was_at.isoformat()} to {self.starts_at.isoformat()}"


class TalkOutcome(models.Model):
    """What one of the two says of a talk that was. `until`: she says something else since.

    For her eyes alone, the note too.
    """

    class Kind(models.TextChoices):
        SPOKE = "spoke", _("We spoke")
        HELPED = "helped", _("It helped")
        NOTHING = "nothing", _("It came to nothing")

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="outcomes")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="talk_outcomes")
    kind = models.CharField(max_length=7, choices=Kind)
    note = models.TextField(max_length=1000, blank=True)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "talk", "actor", condition=Q(until=None), name="talk_outcome_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.talk_id}"
