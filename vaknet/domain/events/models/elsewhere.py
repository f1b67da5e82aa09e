"""Where members go on other networks."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import LONGEST_ID, RemoteActor

LONGEST_NAME, LONGEST_PLACE = 200, 300


class GoingElsewhere(models.Model):
    """A member comes to an event on another network, or asked to, until `until`.

    Of the event stands here what its own network told last: `uri` is its id, `page` where people
    read it, `zone` where its clock hangs, empty when that was not said. `cancelled_at`: since when
    we know that it is off. `told_at`: when she was last written of a change, and `told_off`: that
    it is off; `untold_since`: since when there is one that she was not written of. `organiser` is
    who was asked; `answerers`, ids of actors, who may answer too. `token` ends the id of her
    asking.
    """

    class Answer(models.TextChoices):
        ASKED = "asked", _("You asked. There is no answer yet.")
        WAITING = "waiting", _("You are on the waiting list.")
        YES = "yes", _("You are coming.")
        NO = "no", _("The organisers said no.")

    person = models.ForeignKey(Actor, models.CASCADE, related_name="going_elsewhere")
    organiser = models.ForeignKey(RemoteActor, models.CASCADE, related_name="expected")
    answerers = models.JSONField(default=list)
    uri = models.CharField(max_length=LONGEST_ID)
    page = models.CharField(max_length=LONGEST_ID)
    name = models.CharField(max_length=LONGEST_NAME)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    zone = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=LONGEST_PLACE, blank=True)
    token = models.CharField(max_length=22, unique=True)
    answer = models.CharField(max_length=7, choices=Answer, default=Answer.ASKED)
    since = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_off = models.BooleanField(default=False)
    untold_since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "person", "uri", condition=Q(until=None), name="going_elsewhere_once"
            )
        ]
        indexes = [
            models.Index(fields=["uri"], condition=Q(until=None), name="going_elsewhere_event")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} goes to {self.uri}"
