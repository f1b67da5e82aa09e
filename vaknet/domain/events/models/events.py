"""What is held, when and where, and by whom."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models.covers import EventCover
from vaknet.domain.events.models.series import EventSeries
from vaknet.domain.groups.models import Group
from vaknet.domain.people.models import Organisation, Place


class Event(models.Model):
    """`uid` is its name in calendars, for ever; `sequence` counts the versions they were sent.

    `published_at` is empty for a draft, which only its organisers see. `zone` is where the clock
    hangs that people there look at. What is empty of `step_free`, `ring_loop` and `quiet_room`
    nobody told. `seats_taken` is how many seats are promised: to who comes, to whom they bring, and
    to who was offered one and may still answer. It is counted along with each of these in one
    transaction: `capacity` holds because nobody adds to it without asking it.
    """

    class Readers(models.TextChoices):
        """Who knows of it, and so who may come."""

        PUBLIC = "public", _("Everyone, also guests")
        MEMBERS = "members", _("All professionals here")
        GROUP = "group", _("Only the groups that organise it")

    class Form(models.TextChoices):
        VENUE = "venue", _("At a place")
        ONLINE = "online", _("Online")
        BOTH = "both", _("At a place and online")

    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    readers = models.CharField(max_length=8, choices=Readers, default=Readers.MEMBERS)
    form = models.CharField(max_length=8, choices=Form, default=Form.VENUE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, related_name="+")
    venue = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=200, blank=True)
    online_address = models.URLField(max_length=500, blank=True)
    price = models.CharField(max_length=100, blank=True)
    step_free = models.BooleanField(null=True)
    ring_loop = models.BooleanField(null=True)
    quiet_room = models.BooleanField(null=True)
    access_note = models.CharField(max_length=300, blank=True)
    capacity = models.PositiveIntegerField(null=True)
    seats_taken = models.PositiveIntegerField(default=0)
    most_companions = models.PositiveSmallIntegerField(default=0)
    takes_guests = models.BooleanField(default=False)
    offer_hours = models.PositiveSmallIntegerField(default=12)
    registers_from = models.DateTimeField(null=True)
    registers_until = models.DateTimeField(null=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True)
    series = models.ForeignKey(EventSeries, models.SET_NULL, null=True, related_name="events")
    recurs_on = models.DateField(null=True)
    cover = models.ForeignKey(EventCover, models.SET_NULL, null=True, related_name="events")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_has_length"
            ),
            models.CheckConstraint(
                condition=Q(takes_guests=False) | Q(readers="public"), name="event_guests_may_read"
            ),
            models.UniqueConstraint("series", "recurs_on", name="event_of_series_once"),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(published_at__isnull=False), name="event_to_come"
            ),
            models.Index(
                fields=["starts_at"],
                condition=Q(published_at__isnull=False, cancelled_at=None, reminded_at=None),
                name="event_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def local_start(self) -> datetime:
        """By the clock on the wall there."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))


class EventHost(models.Model):
    """A group or an organisation in whose name it is held, in the order of `position`."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="hosts", db_index=False)
    position = models.PositiveSmallIntegerField()
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="hosted")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="hosted")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(group=None) ^ Q(organisation=None), name="event_host_is_one"
            ),
            models.UniqueConstraint("event", "group", name="event_host_group_once"),
            models.UniqueConstraint("event", "organisation", name="event_host_organisation_once"),
        ]

    def __str__(self) -> str:
        return f"host {self.pk}"


class EventOrganiser(models.Model):
    """Who makes it happen: changes it, sees who comes, stands at the door."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="organisers", db_index=False)
    actor = models.ForeignKey(Actor, models.CASCADE, related_name="organises")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "event", "actor", condition=Q(until=None), name="event_organiser_once"
            )
        ]

    def __str__(self) -> str:
        return f"organiser {self.pk}"


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Seen(TypedDict):
        is_organiser: bool
        is_mine: bool

    SeenEvent = WithAnnotations[Event, _Seen]
