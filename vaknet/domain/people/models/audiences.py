"""Who sees which part of a profile."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor


class ProfilePart(models.TextChoices):
    """What somebody may show to some and not to others. Roles go by their kind."""

    PROMISE = "promise", _("You in one sentence")
    PROFESSION = "profession", _("Your profession")
    PLACE = "place", _("Your place of work")
    LANGUAGES = "languages", _("Your languages")
    WORK = "work", _("Work roles")
    UNION = "union", _("Union roles")
    VOLUNTEERING = "volunteering", _("Volunteering")
    KNOWS = "knows", _("What I know")
    SEEKS = "seeks", _("What I'm looking for")
    HELP = "help", _("Happy to help with")
    LINKS = "links", _("Your pages elsewhere")


class PartAudience(models.Model):
    """Whom she shows a part of her profile to. Without a row: to all members."""

    class Who(models.TextChoices):
        EVERYONE = "everyone", _("Everyone, also outside this network")
        MEMBERS = "members", _("All professionals here")
        CONTACTS = "contacts", _("My contacts")
        ME = "me", _("Only me")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="part_audiences")
    part = models.CharField(max_length=16, choices=ProfilePart)
    who = models.CharField(max_length=10, choices=Who)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("actor", "part", name="part_audience_once")]

    def __str__(self) -> str:
        return f"{self.part} of {self.actor_id} for {self.who}"
