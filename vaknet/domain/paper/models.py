"""Members on paper: without e-mail, brought in and written to by the stewards of their group."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import Question


class PaperMember(models.Model):
    """She said yes on `asked_on` to `brought_by`, who wrote down how.

    Only her group sees her, unless she said otherwise (`shown_since`). `until`: since then she has
    an account of her own, and nobody speaks for her. `last_number`: of an ask to her, also
    when that is gone: an old letter never means another question.
    """

    class How(models.TextChoices):
        SPOKEN = "spoken", _("We spoke face to face")
        PHONE = "phone", _("By telephone")
        LETTER = "letter", _("By letter, with a signature")

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="paper")
    group = models.ForeignKey(Group, models.CASCADE, related_name="on_paper")
    brought_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    how = models.CharField(max_length=6, choices=How)
    asked_on = models.DateField()
    since = models.DateTimeField(db_default=Now())
    shown_since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    last_number = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.actor_id} on paper"


class PaperAsk(models.Model):
    """A question that stood in a letter to her. Its `number` is hers alone, and stays.

    `last_at`: of the last letter that it stood in.
    """

    paper = models.ForeignKey(PaperMember, models.CASCADE, related_name="asks", db_index=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField(db_default=Now())
    last_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("paper", "number", name="paper_ask_numbered"),
            models.UniqueConstraint("paper", "question", name="paper_ask_once"),
        ]

    def __str__(self) -> str:
        return f"ask {self.number} to {self.paper_id}"


class PaperInvitation(models.Model):
    """She has an address now: who opens the link that goes there gets this account, as long as who
    asked for it is a steward of her group. One at a time, and gone when it was used."""

    paper = models.OneToOneField(PaperMember, models.CASCADE, related_name="invitation")
    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"invitation of {self.paper_id}"
