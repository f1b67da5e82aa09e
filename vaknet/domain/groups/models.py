"""Groups: people with one trade or one task, who ask and answer together."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor


class Group(models.Model):
    """A group acts under its own name; its handle is its address (`/g/<handle>/`)."""

    class Readers(models.TextChoices):
        """Who may read. Anyone who may read may join, except where only the group reads."""

        PUBLIC = "public", _("Everyone, also guests")
        MEMBERS = "members", _("All professionals here")
        GROUP = "group", _("Only the group")

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="group")
    purpose = models.CharField(max_length=200)
    readers = models.CharField(max_length=8, choices=Readers, default=Readers.MEMBERS)

    def __str__(self) -> str:
        return self.actor.name


class GroupMembership(models.Model):
    class Duty(models.TextChoices):
        MEMBER = "member", _("Member")
        STEWARD = "steward", _("Steward")

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="group_memberships")
    duty = models.CharField(max_length=8, choices=Duty, default=Duty.MEMBER)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", "group", condition=Q(until=None), name="group_membership_once"
            )
        ]
        indexes = [
            models.Index(fields=["group", "since"], condition=Q(until=None), name="group_members")
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} in {self.group_id}"
