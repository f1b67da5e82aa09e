"""Polls: one question to a group, answered by choosing (docs/decisions/0042, 0082)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import LONGEST_ID
from vaknet.domain.groups.models import Group


class Poll(models.Model):
    """`closes_on`: the last day to vote. `closed_at`: it is counted, and its votes are thrown away.

    `voters`: how many took part, once counted. `takes_elsewhere`: who follows the group from
    another network may vote too; `voters_elsewhere`: how many of the voters did, where they are not
    too few to tell.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="polls", db_index=False)
    author = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    question = models.CharField(max_length=200)
    explanation = models.TextField(blank=True)
    takes_several = models.BooleanField(default=False)
    takes_elsewhere = models.BooleanField(default=False)
    asked_at = models.DateTimeField(db_default=Now())
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    voters = models.PositiveIntegerField(null=True)
    voters_elsewhere = models.PositiveIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, voters=None)
                | Q(closed_at__isnull=False, voters__isnull=False),
                name="poll_counted_when_closed",
            )
        ]
        indexes = [
            models.Index(
                fields=["group", "-id"], condition=Q(withdrawn_at=None), name="poll_of_group"
            ),
            models.Index(
                fields=["closes_on"],
                condition=Q(closed_at=None, withdrawn_at=None),
                name="poll_to_count",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class PollChoice(models.Model):
    """`votes`: how often it was chosen; empty until it is counted, and when too few took part."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="choices", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)
    votes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("poll", "position", name="poll_choice_once")]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """Kept only while the poll is open, so that she can change it and counts once.

    `note`: what her own network calls it, if she is on another one, so that she can take it back.
    """

    choice = models.ForeignKey(PollChoice, models.CASCADE, related_name="+", db_index=False)
    voter = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    note = models.CharField(max_length=LONGEST_ID, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("choice", "voter", name="vote_once")]

    def __str__(self) -> str:
        return f"vote {self.pk}"
