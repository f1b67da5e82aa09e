"""Who speaks in a session."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Event
from vaknet.domain.programme.models.sessions import Session


class Speaker(models.Model):
    """A member, or somebody from elsewhere of whom only this is known. Without both: who it was
    left the network, and the session stays.

    `agreed_at`: a member says herself that she speaks; before, only who organises it knows.
    `until`: taken off again. `span` is when her session is, and moves along with it.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="+", db_index=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="speakers", db_index=False)
    actor = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="speaks")
    name = models.CharField(max_length=120, blank=True)
    affiliation = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField()
    span = DateTimeRangeField()
    asked_at = models.DateTimeField(db_default=Now())
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(actor=None) | Q(name=""), name="speaker_is_one"),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(declined_at=None), name="speaker_says_one_thing"
            ),
            models.UniqueConstraint(
                "session", "actor", condition=Q(until=None), name="speaker_once"
            ),
            ExclusionConstraint(
                name="speaker_at_one_place",
                expressions=[
                    ("event", RangeOperators.EQUAL),
                    ("actor", RangeOperators.EQUAL),
                    ("span", RangeOperators.OVERLAPS),
                ],
                condition=Q(until=None, declined_at=None, actor__isnull=False),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [models.Index(fields=["session", "position"], name="speaker_of_session")]

    def __str__(self) -> str:
        return self.name or f"speaker {self.pk}"

    @property
    def is_confirmed(self) -> bool:
        """Also somebody from elsewhere: the organisers asked her."""
        return self.agreed_at is not None
