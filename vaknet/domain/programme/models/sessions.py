"""What happens when, and in which room. See docs/decisions/0065."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from zoneinfo import ZoneInfo

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.events.models import Event


class Span(Func):
    """From its beginning until its end, which is not in it: what follows at once does not clash."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class ProgrammeRoom(models.Model):
    """A room where it is held. No `capacity` is no end to it."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="programme_rooms", db_index=False)
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "name", name="programme_room_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """What the sessions that begin together are called. Which those are, the clock says."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="programme_rounds", db_index=False
    )
    starts_at = models.DateTimeField()
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint("event", "starts_at", name="programme_round_once")]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One thing in the programme. `published_at` is empty for a draft of its organisers.

    No `capacity` is that of its room. `seats_taken` counts who has a seat and to whom one is
    offered, in one transaction with each of these rows. `abstract` is Markdown, and `html` what was
    made of it. `uid` is its name in calendars, for ever; `sequence` counts the versions.
    """

    class Kind(models.TextChoices):
        """Only for workshops one signs up: for all else there is room for everybody."""

        WORKSHOP = "workshop", _("Workshop, to choose")
        TALK = "talk", _("Talk, for who walks in")
        PLENARY = "plenary", _("For everybody together")
        BREAK = "break", _("Break, food or drinks")

    event = models.ForeignKey(Event, models.CASCADE, related_name="sessions", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.WORKSHOP)
    title = models.CharField(max_length=160)
    abstract = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(ProgrammeRoom, models.SET_NULL, null=True, related_name="sessions")
    capacity = models.PositiveIntegerField(null=True)
    seats_taken = models.PositiveIntegerField(default=0)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_has_length"
            ),
            ExclusionConstraint(
                name="session_alone_in_its_room",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (Span("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None, room__isnull=False),
                # Looked at when a statement is done: all of a programme moves in one.
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]
        indexes = [models.Index(fields=["event", "starts_at", "id"], name="session_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def seats(self) -> int | None:
        """How many there are; None when there is no end to them. Its room is looked up."""
        if self.capacity is not None:
            return self.capacity
        return None if self.room is None else self.room.capacity

    @property
    def seats_left(self) -> int | None:
        """None when there is no end to them; never less than none."""
        return None if self.seats is None else max(0, self.seats - self.seats_taken)

    @property
    def local_start(self) -> datetime:
        """By the clock on the wall there. Its event is looked up."""
        return self.starts_at.astimezone(ZoneInfo(self.event.zone))


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Seen(TypedDict):
        is_organiser: bool

    SeenSession = WithAnnotations[Session, _Seen]
