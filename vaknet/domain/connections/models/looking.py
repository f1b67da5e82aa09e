"""Looking for work: told to whom she chooses, never to who works for her employer."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor


class LookingForWork(models.Model):
    """She looks for work until that day, or until she stops (`until`)."""

    class Audience(models.TextChoices):
        CHOSEN = "chosen", _("Contacts that I choose")
        CONTACTS = "contacts", _("My contacts")
        MEMBERS = "members", _("Everyone here")

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="looking_for_work")
    text = models.TextField(max_length=1000)
    audience = models.CharField(max_length=8, choices=Audience)
    until_on = models.DateField()
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", condition=models.Q(until=None), name="looking_for_work_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} looks for work"


class LookingReader(models.Model):
    """A contact she chose to tell."""

    looking = models.ForeignKey(LookingForWork, models.CASCADE, related_name="readers")
    reader = models.ForeignKey(Actor, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("looking", "reader", name="looking_reader_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} reads {self.looking_id}"


class JobTip(models.Model):
    """What somebody who may know sends along: a tip, or that she can be a reference."""

    class Kind(models.TextChoices):
        TIP = "tip", _("I have a tip")
        REFERENCE = "reference", _("I can be a reference")

    looking = models.ForeignKey(LookingForWork, models.CASCADE, related_name="tips")
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.TextField(max_length=1000)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} for {self.looking_id}"


class ReferenceRequest(models.Model):
    """She asks somebody who may know whether he will be a reference.

    A yes is a tip of that kind. Of a no (`declined_at`) she sees nothing: it looks like waiting.
    """

    looking = models.ForeignKey(LookingForWork, models.CASCADE, related_name="asked")
    reader = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    text = models.TextField(max_length=1000)
    at = models.DateTimeField(db_default=Now())
    declined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint("looking", "reader", name="reference_request_once")]

    def __str__(self) -> str:
        return f"{self.reader_id} is asked for {self.looking_id}"
