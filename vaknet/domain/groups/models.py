"""Groups: people with one trade or one task, who ask and answer together."""

from typing import TYPE_CHECKING, TypedDict

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor


class Group(models.Model):
    """A group acts under its own name; its handle is its address (`/g/<handle>/`)."""

    class Readers(models.TextChoices):
        PUBLIC = "public", _("Everyone, also guests")
        MEMBERS = "members", _("All professionals here")
        GROUP = "group", _("Only the group")

    class Admission(models.TextChoices):
        """How somebody gets in. Of a hidden group only its members and whom it invites know."""

        OPEN = "open", _("Everybody here, at once")
        REQUEST = "request", _("Whoever knocks and is let in")
        INVITATION = "invitation", _("Whoever a steward invites")
        HIDDEN = "hidden", _("Whoever a steward invites; nobody else knows that it is there")

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="group")
    purpose = models.CharField(max_length=200)
    readers = models.CharField(max_length=8, choices=Readers, default=Readers.MEMBERS)
    admission = models.CharField(max_length=10, choices=Admission, default=Admission.OPEN)
    join_question = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(readers="group") & ~Q(admission="open")
                | ~Q(readers="group") & ~Q(admission="hidden"),
                name="group_readers_fit_admission",
            )
        ]

    def __str__(self) -> str:
        return self.actor.name


class GroupMembership(models.Model):
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="group_memberships")
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


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Looks(TypedDict):
        is_steward: bool

    MembershipOfOne = WithAnnotations[GroupMembership, _Looks]


class GroupDuty(models.Model):
    """What a member does for the group, in her own words, as long as she is in it.

    `until_on`: the last day of a term. It needs nobody to end it: after that day it does not count.
    `until`: she gave it back, or a steward took it.
    """

    class Kind(models.TextChoices):
        STEWARD = "steward", _("Steward")
        EDITOR = "editor", _("Editor")
        HOST = "host", _("Host")

    membership = models.ForeignKey(GroupMembership, models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField(db_default=Now())
    until_on = models.DateField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "membership", "kind", condition=Q(until=None), name="group_duty_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.membership_id}"


class StewardshipOffer(models.Model):
    """The group has no steward; she is asked to be it. `declined_at`: nobody is told."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="stewardship_offers")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)  # another one accepted first

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor",
                "group",
                condition=Q(accepted_at=None, declined_at=None, until=None),
                name="stewardship_offer_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} is asked to look after {self.group_id}"


class HouseRules(models.Model):
    """What a group agrees on, as it was said from that moment; the latest holds.

    Empty text: from then on there are none.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="house_rules")
    text = models.TextField(max_length=5_000, blank=True)
    html = models.TextField(blank=True)  # made when written
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"house rules {self.pk} of {self.group_id}"


class HouseRulesAgreement(models.Model):
    """She read these very words, and agreed to them."""

    rules = models.ForeignKey(HouseRules, models.CASCADE, related_name="agreements")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", "rules", name="house_rules_agreement_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} agreed to {self.rules_id}"


class JoinRequest(models.Model):
    """She knocks. To her it is open until she is let in, withdraws it, or is answered in words.

    `declined_at` without a `reply` is a no that she is not told of.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="join_requests")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    question = models.CharField(max_length=200, blank=True)  # as it was asked
    text = models.TextField(max_length=1_000, blank=True)
    at = models.DateTimeField(db_default=Now())
    let_in_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    reply = models.TextField(max_length=1_000, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor",
                "group",
                condition=Q(let_in_at=None, withdrawn_at=None, reply=""),
                name="join_request_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["group", "at"],
                condition=Q(let_in_at=None, declined_at=None, withdrawn_at=None),
                name="join_request_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} knocks at {self.group_id}"


class GroupInvitation(models.Model):
    """A steward asks somebody in. To the steward it is open until she accepts or it is withdrawn.

    `declined_at`: she would rather not, which nobody is told.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    invited = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    text = models.TextField(max_length=1_000, blank=True)
    at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "invited",
                "group",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="group_invitation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.invited_id} is asked into {self.group_id}"


class GroupTie(models.Model):
    """A steward of `group` asks `other`; it stands from `since`, when a steward there agreed.

    Of a part `other` is the whole. After a merger people go on in `other`.
    """

    class Kind(models.TextChoices):
        PART = "part", _("Sub-group of it")
        ALLIANCE = "alliance", _("Alliance with it")
        MERGER = "merger", _("Go on in it")

    kind = models.CharField(max_length=8, choices=Kind)
    group = models.ForeignKey(Group, models.CASCADE, related_name="ties_asked", db_index=False)
    other = models.ForeignKey(Group, models.CASCADE, related_name="ties_offered")
    asked_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    agreed_by = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "group", "other", "kind", condition=Q(until=None), name="group_tie_once"
            ),
            models.CheckConstraint(
                condition=~Q(group=models.F("other")), name="group_tie_of_two_groups"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.group_id} and {self.other_id}"


class GroupSleep(models.Model):
    """Nothing new is said in it; what was said stays to be read."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="sleeps", db_index=False)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("group", condition=Q(until=None), name="group_sleep_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} is asleep"
