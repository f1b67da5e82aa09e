"""The two ways between this network and somebody's own calendar. Nothing of it is kept here."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class Feed(models.Model):
    """The address at which her calendar program reads what she agreed on here.

    Found by `digest`; `sealed` is the same word, to show it to her again. Stopped is gone.
    """

    actor = models.OneToOneField(Actor, models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"feed of {self.actor_id} since {self.since}"


class OwnCalendar(models.Model):
    """Where her own calendar can be read: who has that address reads all of it, so it is sealed.

    `host` is what she sees of it again.
    """

    actor = models.OneToOneField(Actor, models.CASCADE, related_name="own_calendar")
    sealed = models.BinaryField()
    host = models.CharField(max_length=253)
    since = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"calendar of {self.actor_id} at {self.host}"
