"""Events that come back: the rule, of which each event is one time."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor


class EventSeries(models.Model):
    """`rule` is a recurrence rule of RFC 5545 without its DTSTART ("FREQ=MONTHLY;BYDAY=3TH").

    The clock on the wall of `zone` counts: half past nine stays half past nine when summer time
    begins. `days_later`: so many days after the rule it is held, since all were moved once.
    `planned_until`: up to this day every time of the rule is an event, or was taken out.
    """

    rule = models.CharField(max_length=200)
    starts_on = models.DateField()
    starts_at = models.TimeField()
    minutes = models.PositiveIntegerField()
    zone = models.CharField(max_length=64)
    days_later = models.SmallIntegerField(default=0)
    planned_until = models.DateField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["planned_until"], condition=models.Q(until=None), name="series_to_plan"
            )
        ]

    def __str__(self) -> str:
        return self.rule
