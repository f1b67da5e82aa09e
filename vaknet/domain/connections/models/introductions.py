"""Introductions: who wants to meet whom, through whom."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class GoBetweenConsent(models.Model):
    """Somebody agrees to be asked for introductions: "reachable through me"."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="go_between_consents")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", condition=Q(until=None), name="go_between_consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"through {self.actor_id}"


class GoBetweenExcept(models.Model):
    """Not through her to this person. The person is not told, and the askers see one way less."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="go_between_excepts")
    contact = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", "contact", condition=Q(until=None), name="go_between_except_once"
            ),
            models.CheckConstraint(
                condition=~Q(actor=F("contact")), name="go_between_except_not_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"not through {self.actor_id} to {self.contact_id}"


class Introduction(models.Model):
    """A asks to meet B for a purpose. B hears of it after the last go-between agreed.

    A no is seen by whoever said it and by nobody else. To the asker an introduction is open until
    it is agreed or withdrawn, so `introduction_open_once` counts declined ones too.
    `next_route_offered_at` is when the asker was told that there is another way; anything that
    moves the introduction on clears it.
    """

    asker = models.ForeignKey(Actor, models.CASCADE, related_name="introductions_asked")
    target = models.ForeignKey(Actor, models.CASCADE, related_name="introductions_received")
    purpose = models.TextField(max_length=2000)
    question = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    proposed_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    next_route_offered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "asker",
                "target",
                condition=Q(agreed_at=None, withdrawn_at=None),
                name="introduction_open_once",
            ),
            models.CheckConstraint(condition=~Q(asker=F("target")), name="introduction_of_two"),
        ]
        indexes = [
            models.Index(fields=["asker", "-asked_at"], name="introduction_by"),
            models.Index(
                fields=["target"],
                condition=Q(agreed_at=None, declined_at=None, withdrawn_at=None)
                & Q(proposed_at__isnull=False),
                name="introduction_waiting",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(agreed_at=None, withdrawn_at=None, next_route_offered_at=None),
                name="introduction_without_offer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} to {self.target_id}"


class IntroductionStep(models.Model):
    """One go-between being asked. `attempt` counts routes tried, `position` stops on that route.

    `note` is what the go-between says to the next stop. `left_at` is when the go-between left the
    conversation that followed.
    """

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="steps")
    go_between = models.ForeignKey(Actor, models.CASCADE, related_name="introduction_steps")
    attempt = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(max_length=2000, blank=True)
    asked_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(
                "introduction", "attempt", "position", name="introduction_step_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["go_between"],
                condition=Q(agreed_at=None, declined_at=None, superseded_at=None)
                & Q(asked_at__isnull=False),
                name="introduction_step_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"step {self.attempt}.{self.position} of {self.introduction_id}"


class IntroductionMessage(models.Model):
    """Words on an introduction: with a step, of asker and that go-between; without, of all."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="messages")
    step = models.ForeignKey(IntroductionStep, models.CASCADE, null=True, related_name="messages")
    author = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
