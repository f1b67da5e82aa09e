"""What is offered, for whom, and what is looked at when people are chosen."""

import uuid
from typing import TYPE_CHECKING, TypedDict

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.people.models import Organisation, Place


class Opportunity(models.Model):
    """Offered by a group or an organisation. What moves it on are moments.

    `published_at` is empty for a draft, which only its organisers see. One applies until
    `closes_at`; `answer_by` is the day by which everyone hears. `closed_at`, `nearing_at` and
    `late_at`: when the panel was told that it can read, that the day comes near, and that it
    passed. `reader_asked_at`: when organisers were last asked for another reader. `answered_at`:
    all replies went out then, at once. `confirm_days`: how long a place is kept for who got it.
    `hides_names`: who reads does so without names until she gave her scores.
    """

    class Kind(models.TextChoices):
        MASTERCLASS = "masterclass", _("Masterclass")
        TRAINEESHIP = "traineeship", _("Traineeship")
        INTERNSHIP_DAY = "internship", _("Day of working along")
        PLACEMENT = "placement", _("Working elsewhere for a while")
        COURSE = "course", _("Course")
        OTHER = "other", _("Something else")

    class Readers(models.TextChoices):
        """Who knows of it. Who has an account and knows of it may apply."""

        PUBLIC = "public", _("Everyone; members can apply")
        MEMBERS = "members", _("All professionals here")
        GROUP = "group", _("Only the group that offers it")

    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="opportunities")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, related_name="opportunities"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.MASTERCLASS)
    readers = models.CharField(max_length=8, choices=Readers, default=Readers.MEMBERS)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    gain = models.TextField(blank=True)
    for_whom = models.TextField(blank=True)
    places = models.PositiveSmallIntegerField()
    costs = models.CharField(max_length=100, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    venue = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")
    contact = models.CharField(max_length=200)
    closes_at = models.DateTimeField()
    answer_by = models.DateField()
    confirm_days = models.PositiveSmallIntegerField(default=7)
    hides_names = models.BooleanField(default=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    nearing_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    reader_asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    cohort = models.ForeignKey(Group, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None) ^ Q(organisation=None), name="opportunity_of_one"
            ),
            models.CheckConstraint(
                condition=~Q(readers="group") | Q(organisation=None),
                name="opportunity_of_group_alone",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="opportunity_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["closes_at"],
                condition=Q(published_at__isnull=False, answered_at=None, cancelled_at=None),
                name="opportunity_to_answer",
            )
        ]

    def __str__(self) -> str:
        return self.title


class OpportunityOrganiser(models.Model):
    """Who makes it happen. Who applied she does not see, unless she sits in the panel too."""

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="organisers", db_index=False
    )
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "opportunity", "actor", condition=Q(until=None), name="opportunity_organiser_once"
            )
        ]

    def __str__(self) -> str:
        return f"organiser {self.pk}"


class Criterion(models.Model):
    """What is looked at. Fixed from the moment that anybody can apply."""

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="criteria", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    sentence = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint("opportunity", "position", name="criterion_once")]

    def __str__(self) -> str:
        return self.name


class FormQuestion(models.Model):
    """Asked of who applies, with `why`. `choices`: one on each line, for a choice."""

    class Kind(models.TextChoices):
        SHORT = "short", _("A short answer")
        LONG = "long", _("A longer answer")
        CHOICE = "choice", _("A choice")

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="questions", db_index=False
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.LONG)
    text = models.CharField(max_length=200)
    why = models.CharField(max_length=200)
    is_required = models.BooleanField(default=True)
    choices = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("opportunity", "position", name="form_question_once")
        ]

    def __str__(self) -> str:
        return self.text


class StandardText(models.Model):
    """What everybody with the same outcome reads, around the words that are hers alone."""

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="standard_texts", db_index=False
    )
    outcome = models.CharField(max_length=8)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("opportunity", "outcome", name="standard_text_once")]

    def __str__(self) -> str:
        return f"text for {self.outcome}"


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Seen(TypedDict):
        is_organiser: bool
        is_panellist: bool
        is_asked: bool

    SeenOpportunity = WithAnnotations[Opportunity, _Seen]
