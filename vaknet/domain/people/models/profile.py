"""What somebody tells about herself, and her roles over a working life."""

from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models.organisations import Organisation
from vaknet.domain.people.models.reference import Occupation, Place, Subject


class Profile(models.Model):
    """What a person tells about herself beside her name."""

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="profile")
    promise = models.CharField(max_length=200, blank=True)
    occupation = models.ForeignKey(Occupation, models.SET_NULL, null=True, related_name="+")
    profession = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(Lower("profession"), name="profile_profession")]

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
    """ "What I know": one thing, in her own words. `subject`: what is called so."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="known_topics")
    text = models.CharField(max_length=200)
    subject = models.ForeignKey(Subject, models.SET_NULL, null=True, related_name="known_by")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", Lower("text"), name="known_topic_once")]
        indexes = [models.Index(Lower("text"), name="known_topic_text")]

    def __str__(self) -> str:
        return self.text

    def also_called(self, language: str) -> str:
        """What the subject is called in that language, when her own words are not the same."""
        name = self.subject.label(language) if self.subject else ""
        return "" if name.casefold() == self.text.casefold() else name


class SoughtTopic(models.Model):
    """ "What I'm looking for": one thing, in her own words."""

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="sought_topics")
    text = models.CharField(max_length=200)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", Lower("text"), name="sought_topic_once")]
        indexes = [models.Index(fields=["-since", "-id"], name="sought_latest")]

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
