"""Ties to which both agreed, and the introductions that make new ones."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class ConnectionRequest(models.Model):
    """A wish to know each other, with a note. Declined, it still looks open to its sender."""

    sender = models.ForeignKey(Actor, models.CASCADE, related_name="requests_sent")
    recipient = models.ForeignKey(Actor, models.CASCADE, related_name="requests_received")
    note = models.TextField(max_length=2000)
    asked_at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "sender",
                "recipient",
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                name="connection_request_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(sender=F("recipient")), name="connection_request_not_to_self"
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-asked_at"],
                condition=Q(accepted_at=None, declined_at=None, withdrawn_at=None),
                name="connection_request_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sender_id} asks {self.recipient_id}"


class RequestMessage(models.Model):
    """A few words before accepting."""

    request = models.ForeignKey(ConnectionRequest, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.text[:60]


class Connection(models.Model):
    """One direction of a tie; the two rows of a pair are always written together.

    Two rows, because "whom does she know" is then one index scan. `contact_headline` keeps what
    the contact was on that day; `note` is the note of the request or introduction it came from.
    """

    holder = models.ForeignKey(Actor, models.CASCADE, related_name="connections")
    contact = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    note = models.TextField(max_length=2000, blank=True)
    contact_headline = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "holder", "contact", condition=Q(until=None), name="connection_once"
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("contact")), name="connection_not_to_self"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} – {self.contact_id}"


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


class Introduction(models.Model):
    """A asks to meet B for a purpose. B hears of it after the last go-between agreed."""

    asker = models.ForeignKey(Actor, models.CASCADE, related_name="introductions_asked")
    target = models.ForeignKey(Actor, models.CASCADE, related_name="introductions_received")
    purpose = models.TextField(max_length=2000)
    question = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    proposed_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "asker",
                "target",
                condition=Q(agreed_at=None, declined_at=None, withdrawn_at=None),
                name="introduction_open_once",
            ),
            models.CheckConstraint(condition=~Q(asker=F("target")), name="introduction_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} to {self.target_id}"


class IntroductionStep(models.Model):
    """One go-between being asked. `attempt` counts routes tried, `position` stops on that route."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="steps")
    go_between = models.ForeignKey(Actor, models.CASCADE, related_name="introduction_steps")
    attempt = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "introduction", "attempt", "position", name="introduction_step_once"
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

    def __str__(self) -> str:
        return self.text[:60]
