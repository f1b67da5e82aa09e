"""Whose words stand without a name."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class Pseudonym(models.Model):
    """The sealed row: this pseudonym is that member, in one question and what follows there.

    Read in `knowledge/pseudonyms.py` and nowhere else. No name leads from an actor to it: a query
    cannot come past by accident.
    """

    actor = models.OneToOneField(Actor, models.CASCADE, primary_key=True, related_name="+")
    member = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"pseudonym {self.actor_id}"
