"""Lists and badges of an event, on their way to paper."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.events.models.events import Event


class EventPrint(models.Model):
    """One of each kind for an event: asking anew takes the place of what was made before.

    `version` goes up by it, so that who makes the one of before keeps nothing. `undrawn`: names
    whose letters cannot be drawn here, each on a line. Whoever asked stands in the log; it is
    thrown away after some hours.
    """

    class Kind(models.TextChoices):
        LIST = "list", _("The list of who comes")
        SESSIONS = "sessions", _("A list for each session")
        BADGES = "badges", _("Badges")

    TEN, EIGHT = 10, 8

    event = models.ForeignKey(Event, models.CASCADE, related_name="prints", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    language = models.CharField(max_length=2)
    per_sheet = models.PositiveSmallIntegerField(default=TEN)
    blanks = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(db_default=Now())
    made_at = models.DateTimeField(null=True)
    pdf = models.BinaryField(null=True)
    undrawn = models.TextField(blank=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "kind", name="event_print_once"),
            models.CheckConstraint(
                condition=Q(pdf=None, made_at=None)
                | Q(pdf__isnull=False, made_at__isnull=False, failed_at=None),
                name="event_print_made_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.event_id}"

    @property
    def is_waiting(self) -> bool:
        return self.made_at is None and self.failed_at is None
