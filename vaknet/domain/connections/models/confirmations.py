"""That somebody knows what she says she knows: contacts who saw it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from vaknet.domain.activity.models import Actor


class Confirmation(models.Model):
    """`by` saw, at `where`, that this person knows this.

    `text` are her words, as they were: what is confirmed is a claim, not a row. Other words are
    another claim; the same words, written again, are not. See decision 20.

    `hidden_at`: she does not show it. Whoever confirmed is not told, and sees it as before.
    """

    person = models.ForeignKey(Actor, models.CASCADE, related_name="confirmed", db_index=False)
    by = models.ForeignKey(Actor, models.CASCADE, related_name="confirms")
    text = models.CharField(max_length=200)
    where = models.CharField(max_length=120)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person", "by", Lower("text"), condition=Q(until=None), name="confirmation_once"
            ),
            models.CheckConstraint(condition=~Q(person=F("by")), name="confirmation_not_oneself"),
        ]
        indexes = [models.Index("person", "until", name="confirmation_of")]

    def __str__(self) -> str:
        return f"{self.by_id} confirms {self.person_id}: {self.text}"
