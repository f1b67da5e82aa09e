"""What two networks agreed on, and what came here because of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.federation.models import LONGEST_ID
from vaknet.domain.networks.models.networks import Network


class Share(models.TextChoices):
    """What two networks can let each other see."""

    AGENDA = "agenda", _("events that are open to everyone")
    GROUPS = "groups", _("groups that everyone can read, and groups that let in visitors")
    JOURNALS = "journals", _("journals of these groups")
    OPPORTUNITIES = "opportunities", _("opportunities that are open to everyone")
    DIRECTORY = "directory", _("members who agree to it")
    WHO_CAN_HELP = "who_can_help", _("who can help, of members who agree to it")


class Side(models.TextChoices):
    HERE = "here"
    THERE = "there"


class Treaty(models.Model):
    """One negotiation, and the treaty that came of it.

    `token`: what both networks call it. In force from the moment that both signed the same terms;
    `in_force_until` is when it ends by its term or by notice. `ended_at`: it ended, or it never
    came to be: withdrawn, declined, or given up for a proposal of theirs that crossed ours.
    """

    network = models.ForeignKey(Network, models.PROTECT, related_name="treaties")
    token = models.CharField(max_length=22, unique=True)
    proposed_at = models.DateTimeField(db_default=Now())
    proposed_by = models.CharField(max_length=5, choices=Side)
    in_force_from = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)
    notice_by = models.CharField(max_length=5, choices=Side, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=5, choices=Side, blank=True)
    why = models.CharField(max_length=300, blank=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "treaties"
        constraints = [
            models.UniqueConstraint("network", condition=Q(ended_at=None), name="treaty_once")
        ]

    def __str__(self) -> str:
        return f"treaty with {self.network_id}"


class Terms(models.Model):
    """One version of the text. `content`: the JSON that both sides sign, `digest` its SHA-256 in
    the form of RFC 8785. `signed_here`, `signed_there`: that JSON with a proof of FEP-8b32.
    `key_there`: what proved theirs, in multibase, since their actor does not name it for ever; with
    ours it is a row of the network's keys.

    `set_aside_at`: theirs of the same number crossed ours, or another version was signed.
    """

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=5, choices=Side)
    at = models.DateTimeField(db_default=Now())
    set_aside_at = models.DateTimeField(null=True)
    signed_here_at = models.DateTimeField(null=True)
    signed_here = models.JSONField(null=True)
    signed_there_at = models.DateTimeField(null=True)
    signed_there = models.JSONField(null=True)
    key_there = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            models.UniqueConstraint("treaty", "digest", name="terms_once"),
            models.UniqueConstraint(
                "treaty", "number", condition=Q(set_aside_at=None), name="terms_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.treaty_id}"


class TreatyShare(models.Model):
    """What a treaty in force shares. `read_at`: when we last asked for it and were answered."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="shares")
    kind = models.CharField(max_length=14, choices=Share)
    read_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("treaty", "kind", name="treaty_share_once")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.treaty_id}"


class FromPartner(models.Model):
    """Something of a partner that everyone there can read. It goes with the treaty it came by."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="received")
    kind = models.CharField(max_length=14, choices=Share)
    uri = models.CharField(max_length=LONGEST_ID)
    url = models.CharField(max_length=LONGEST_ID)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("treaty", "kind", "uri", name="from_partner_once")]
        indexes = [models.Index("kind", "starts_at", name="from_partner_by_time")]

    def __str__(self) -> str:
        return self.title
