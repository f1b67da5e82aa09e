"""People: an account to get in with, a profile, and roles over a working life."""

from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Concat, Lower, Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor

ACCENTED = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
PLAIN = "aaaaaaceeeeiiiinoooooouuuuyyaaaaaaceeeeiiiinoooooouuuuy"


def folded(*parts: models.Expression | str) -> models.GeneratedField:
    """A column that PostgreSQL keeps: lower case without accents, so that typing is forgiven.

    `translate`, not the extension unaccent: a generated column and an index need a function
    that never changes its mind.
    """
    text = Lower(Concat(*parts)) if len(parts) > 1 else Lower(parts[0])
    return models.GeneratedField(
        expression=models.Func(
            text,
            models.Value(ACCENTED),
            models.Value(PLAIN),
            function="translate",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )


class Account(AbstractBaseUser, PermissionsMixin):
    """The key to the door. An account without an actor has knocked but is not a member.

    `knocked_at`: when a code was last asked for; without a name it is forgotten a day later.
    `mail_stopped_at`: since when she gets no letters but those she asks for.
    """

    email = models.EmailField(max_length=254, unique=True)
    actor = models.OneToOneField(Actor, models.PROTECT, null=True, related_name="account")
    language = models.CharField(max_length=2, choices=[("nl", "nl"), ("en", "en")], default="nl")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    knocked_at = models.DateTimeField(db_default=Now())
    mail_stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="account_email_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.email


class ReferenceEdition(models.Model):
    """Which edition of each file in vaknet/reference is in the tables now."""

    name = models.CharField(max_length=40, unique=True)
    checksum = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A town or village with its centre. Source and licence: vaknet/reference/README.md.

    `other_names` has what people also type ("Den Bosch"), with | between.
    """

    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.IntegerField()
    other_names = models.CharField(max_length=200, blank=True)
    folded = folded("name", models.Value("|"), "other_names")

    class Meta:
        constraints = [models.UniqueConstraint("country", "name", "region", name="place_unique")]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="place_like")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """With its region, which tells namesakes apart."""
        return f"{self.name}, {self.region}" if self.region else self.name


class Occupation(models.Model):
    """An ESCO occupation. `isco` is its four-digit ISCO-08 group.

    `other_labels_*` have | between; OccupationLabel has the same words in the shape of a search.
    """

    uri = models.URLField(unique=True)
    isco = models.CharField(max_length=4, db_index=True)
    label_nl = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    other_labels_nl = models.TextField(blank=True)
    other_labels_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.label_nl

    def label(self, language: str) -> str:
        return self.label_nl if language == "nl" else self.label_en


class OccupationLabel(models.Model):
    """One of the names of an occupation. Derived from Occupation, to suggest while typing."""

    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="labels")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=200)
    preferred = models.BooleanField()
    folded = folded("text")

    class Meta:
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="label_like")]

    def __str__(self) -> str:
        return self.text


class Organisation(models.Model):
    """Where people work or volunteer. Public bodies carry their official TOOI address.

    `ended`: merged into another since; fit for roles of the past, never suggested.
    """

    name = models.CharField(max_length=200)
    uri = models.URLField(blank=True)
    ended = models.BooleanField(default=False)
    folded = folded("name")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="organisation_name_unique"),
            models.UniqueConstraint(
                "uri", condition=~models.Q(uri=""), name="organisation_uri_unique"
            ),
        ]
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="organisation_like")
        ]

    def __str__(self) -> str:
        return self.name


class Profile(models.Model):
    """What a person tells about herself beside her name."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="profile")
    promise = models.CharField(max_length=200, blank=True)
    occupation = models.ForeignKey(Occupation, models.SET_NULL, null=True, related_name="+")
    profession = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"profile of {self.actor_id}"


class Role(models.Model):
    """What somebody is or was: several at once, and over time."""

    class Kind(models.TextChoices):
        WORK = "work", _("Work")
        UNION = "union", _("Union")
        VOLUNTEERING = "volunteering", _("Volunteering")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="roles")
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="role_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title


class KnownTopic(models.Model):
    """ "What I know": one thing, in her own words."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="known_topics")
    text = models.CharField(max_length=200)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", Lower("text"), name="known_topic_once")]

    def __str__(self) -> str:
        return self.text


class SoughtTopic(models.Model):
    """ "What I'm looking for": one thing, in her own words."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="sought_topics")
    text = models.CharField(max_length=200)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", Lower("text"), name="sought_topic_once")]

    def __str__(self) -> str:
        return self.text


class HelpOffer(models.Model):
    """ "Happy to help with": a kind of help somebody offers, with an optional remark."""

    class Kind(models.TextChoices):
        SHORT_QUESTIONS = "short_questions", _("Short questions")
        COFFEE = "coffee", _("Coffee")
        SHADOWING = "shadowing", _("Shadowing for a day")
        CONSULTATION = "consultation", _("Consultation hour")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="help_offers")
    kind = models.CharField(max_length=16, choices=Kind)
    remark = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", "kind", name="help_offer_once")]

    def __str__(self) -> str:
        return self.kind
