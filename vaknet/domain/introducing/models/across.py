"""An introduction across the border: each of the two networks has a row of its own."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.networks.models import Network

LONGEST = 1000


class IntroductionAcross(models.Model):
    """`token` is shared by both rows, and made by the network of who asks.

    `member` is ours: who asks, or with `is_incoming` who is asked. `shown` is the token of the
    answer in which she was found. `other_*` is what the other let go along, and empty once it has
    ended. `mail` is her own address, when that goes along; `words` what who is asked says with her
    yes.

    `declined_at` is known to who said no and to nobody else: it never crosses. `telling` is what
    the other network has to hear yet, not before `due_at`. `ended_at`: withdrawn, over its time,
    refused for good, or the treaty ended.
    """

    class Telling(models.TextChoices):
        NOTHING = ""
        ASK = "ask"
        YES = "yes"
        END = "end"

    class End(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Nobody answered in time")
        ENDED = "ended", _("Ended by the other side")
        PARTED = "parted", _("The two networks do not work together any more")
        LEFT = "left", _("The account was closed")

    token = models.CharField(max_length=22)
    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    member = models.ForeignKey(Actor, models.CASCADE, related_name="introductions_across")
    is_incoming = models.BooleanField()
    shown = models.CharField(max_length=22)
    other_name = models.CharField(max_length=120)
    other_headline = models.CharField(max_length=240, blank=True)
    other_mail = models.CharField(max_length=254, blank=True)
    purpose = models.TextField(max_length=LONGEST)
    mail = models.CharField(max_length=254, blank=True)
    words = models.TextField(max_length=LONGEST, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    arrived_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=9, choices=End, blank=True)
    telling = models.CharField(max_length=3, choices=Telling, blank=True)
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    stuck_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "network", "token", "is_incoming", name="introduction_across_once"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(declined_at=None),
                name="introduction_across_yes_or_no",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=~Q(telling=""), name="introduction_across_due"
            ),
            models.Index(fields=["member", "-asked_at"], name="introduction_across_of"),
        ]

    def __str__(self) -> str:
        return f"introduction across {self.token}"


class EndedBefore(models.Model):
    """The end of an introduction that has not arrived: when it does, nothing comes of it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    token = models.CharField(max_length=22)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "ended before"
        constraints = [models.UniqueConstraint("network", "token", name="ended_before_once")]

    def __str__(self) -> str:
        return f"end of {self.token}"
