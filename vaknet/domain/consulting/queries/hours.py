"""Which hours there are, and which times of them can be taken."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection
from vaknet.domain.consulting import rules
from vaknet.domain.consulting.models import (
    Booking,
    ConsultationHour,
    Expert,
    IntakeNote,
    QueueTicket,
    Slot,
    WeeklyHour,
)
from vaknet.domain.events.models import Event, EventOrganiser
from vaknet.domain.events.queries import visible_events
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.groups.queries import readable_groups, stewards_on
from vaknet.domain.people.apart import is_apart

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from vaknet.domain.consulting.models.hours import SeenHour

    class _Hidden(TypedDict):
        is_hidden: bool

    class _Taken(_Hidden):
        is_taken: bool
        is_mine: bool

    SeenExpert = WithAnnotations[Expert, _Hidden]
    SeenSlot = WithAnnotations[Slot, _Taken]


@dataclass(frozen=True)
class TimeAtDesk:
    """`is_free`: she can take it. To her a time at who is kept apart from her looks taken."""

    slot: int
    starts_at: datetime
    is_free: bool
    is_mine: bool


@dataclass(frozen=True)
class Sitting:
    """Times at one expert; `expert` is None where she may not know who it is."""

    expert: Actor | None
    times: list[TimeAtDesk] = field(default_factory=list)


@dataclass(frozen=True)
class DeskView:
    """`takes_numbers`: she can take a number now. `is_reachable`: somebody sits there for her."""

    hour: "SeenHour"
    sittings: list[Sitting]
    takes_numbers: bool
    is_reachable: bool

    @property
    def experts(self) -> list[Actor]:
        return [one.expert for one in self.sittings if one.expert is not None]

    @property
    def has_free_times(self) -> bool:
        return any(time.is_free for one in self.sittings for time in one.times)

    @property
    def is_booked_by_her(self) -> bool:
        return any(time.is_mine for one in self.sittings for time in one.times)


def visible_hours(viewer: Actor) -> "QuerySet[SeenHour]":
    """Of events that she may know of, of groups that she may read, and of people for all members or
    for her as a contact. Each with `tends`: she looks after it, and `is_expert`: she sits there, or
    is asked to. Guests see none: who sits there is a member.

    What she holds there stays hers when she may no longer know of it, so that she can give it back
    or throw it away. Then it is not `is_open`: she takes nothing new.
    """
    return _seen(viewer).select_related("event", "group__actor", "opened_by")


def _seen(viewer: Actor) -> "QuerySet[SeenHour]":
    tends = _tends(viewer.pk, localdate())
    sits = Expert.objects.filter(hour=OuterRef("pk"), actor=viewer, until=None)
    rows = ConsultationHour.objects.annotate(tends=tends, is_expert=Exists(sits))
    own = Q(event=None, group=None)
    contact = Connection.objects.filter(holder=OuterRef("opened_by"), contact=viewer, until=None)
    for_her = Q(readers=ConsultationHour.Readers.MEMBERS) | Q(opened_by=viewer) | Q(Exists(contact))
    of_event = Q(event__in=visible_events(viewer).order_by().values("pk"))
    of_group = Q(group__in=readable_groups(viewer).values("pk"))
    known = of_event | of_group | (own & (for_her | Q(is_expert=True)))
    hidden = own & is_apart(viewer.pk, "opened_by")
    return rows.annotate(is_open=known & ~hidden).filter(Q(is_open=True) | _holds(viewer))


def _holds(viewer: Actor) -> Q:
    """A time, a number, a seat at the desk, or a note that is still kept."""
    booked = Booking.objects.filter(hour=OuterRef("pk"), person=viewer, cancelled_at=None)
    stands = QueueTicket.objects.filter(hour=OuterRef("pk"), person=viewer, left_at=None)
    wrote = IntakeNote.objects.filter(writer=viewer)
    return (
        Q(is_expert=True)
        | Q(Exists(booked.filter(no_show_at=None, done_at=None)))
        | Q(Exists(stands.filter(done_at=None)))
        | Q(Exists(wrote.filter(booking__hour=OuterRef("pk"))))
        | Q(Exists(wrote.filter(ticket__hour=OuterRef("pk"))))
    )


def _tends(viewer: int, today: date) -> Q:
    organises = EventOrganiser.objects.filter(event=OuterRef("event"), actor=viewer, until=None)
    stewards = stewards_on(today).filter(membership__actor=viewer)
    holds = stewards.filter(membership__group__hosted__event=OuterRef("event"))
    looks_after = stewards.filter(membership__group=OuterRef("group"))
    hers = Q(event=None, group=None, opened_by=viewer)
    return Q(Exists(organises)) | Q(Exists(holds)) | Q(Exists(looks_after)) | hers


def hour(viewer: Actor, pk: int) -> "SeenHour":
    """Raises ConsultationHour.DoesNotExist for one that is not there or not hers to know of."""
    return visible_hours(viewer).get(pk=pk)


def tended_hour(viewer: Actor, pk: int) -> "SeenHour":
    """For who looks after it; to others that page does not exist."""
    return visible_hours(viewer).filter(tends=True).get(pk=pk)


def hours_to_come(viewer: Actor, *, now: datetime) -> "QuerySet[SeenHour]":
    """What is held from now on, the first one first; without what was cancelled."""
    rows = visible_hours(viewer).filter(is_open=True, ends_at__gt=now, cancelled_at=None)
    return rows.order_by("starts_at", "pk")


def of_group(rows: "QuerySet[SeenHour]", group: Group) -> "QuerySet[SeenHour]":
    return rows.filter(group=group)


def of_person(viewer: Actor, rows: "QuerySet[SeenHour]", person: Actor) -> "QuerySet[SeenHour]":
    """Where she sits; of somebody kept apart from the viewer none."""
    sits = Expert.objects.filter(hour=OuterRef("pk"), actor=person, until=None)
    seen = sits.filter(agreed_at__isnull=False).exclude(is_apart(viewer.pk, "actor"))
    return rows.filter(Exists(seen))


def my_hours(viewer: Actor, *, now: datetime) -> "QuerySet[SeenHour]":
    """Where she sits, or is asked to; and that she looks after."""
    rows = visible_hours(viewer).filter(Q(is_expert=True) | Q(tends=True), ends_at__gt=now)
    return rows.filter(cancelled_at=None).order_by("starts_at", "pk")


def on_event(viewer: Actor | None, event: Event, *, now: datetime) -> list[DeskView]:
    """All desks of an event, by subject, each with its times. For guests none."""
    if viewer is None:
        return []
    rows = visible_hours(viewer).filter(event=event, cancelled_at=None)
    return views(viewer, rows.order_by("subject", "pk"), now=now)


def views(viewer: Actor, rows: "Iterable[SeenHour]", *, now: datetime) -> list[DeskView]:
    """With two statements more, however many hours there are."""
    hours = list(rows)
    sitting: dict[int, dict[int, Sitting]] = {one.pk: {} for one in hours}
    reachable = set()
    for expert in _experts(viewer, hours):
        seen = None if expert.is_hidden else expert.actor
        sitting[expert.hour_id][expert.pk] = Sitting(seen)
        if not expert.is_hidden:
            reachable.add(expert.hour_id)
    open_hours = {one.pk: one.is_open and rules.takes_bookings(one, now) for one in hours}
    open_numbers = {one.pk: bool(one.is_open) and rules.takes_numbers(one, now) for one in hours}
    zones = {one.pk: ZoneInfo(one.zone) for one in hours}
    for slot in _slots(viewer, hours):
        can = open_hours[slot.hour_id] and rules.can_be_taken(slot, now)
        free = can and not slot.is_taken and not slot.is_hidden
        local = slot.starts_at.astimezone(zones[slot.hour_id])
        told = TimeAtDesk(slot.pk, local, is_free=free, is_mine=slot.is_mine)
        sitting[slot.hour_id][slot.expert_id].times.append(told)
    return [
        DeskView(
            one,
            [*sitting[one.pk].values()],
            takes_numbers=open_numbers[one.pk] and one.pk in reachable,
            is_reachable=one.pk in reachable,
        )
        for one in hours
    ]


def _experts(viewer: Actor, hours: "list[SeenHour]") -> "QuerySet[SeenExpert]":
    rows = Expert.objects.filter(hour__in=hours, until=None, agreed_at__isnull=False)
    rows = rows.annotate(is_hidden=Exists(_kept_apart(viewer, Expert)))
    return rows.select_related("actor").order_by("asked_at", "pk")


def _slots(viewer: Actor, hours: "list[SeenHour]") -> "QuerySet[SeenSlot]":
    live = Booking.objects.filter(slot=OuterRef("pk"), cancelled_at=None, no_show_at=None)
    rows = Slot.objects.filter(hour__in=hours, withdrawn_at=None, expert__until=None)
    return rows.annotate(
        is_taken=Exists(live),
        is_mine=Exists(live.filter(person=viewer, done_at=None)),
        is_hidden=Exists(_kept_apart(viewer, Slot)),
    ).order_by("starts_at", "pk")


def _kept_apart(viewer: Actor, model: type[Expert | Slot]) -> QuerySet[Expert | Slot]:
    rows = model._default_manager.filter(pk=OuterRef("pk"))
    return rows.filter(is_apart(viewer.pk, "actor")).exclude(actor=viewer)


def may_be_asked(person: Actor, hour: ConsultationHour) -> bool:
    """Whether she may know of the group or event: being asked must not tell her that there is one.

    Of an event that is a draft she may hear beforehand, unless it is of a group that is not hers.
    """
    if hour.group is not None:
        return readable_groups(person).filter(pk=hour.group.pk).exists()
    event = hour.event
    if event is None or event.readers != Event.Readers.GROUP:
        return True
    seats = GroupMembership.objects.filter(group__hosted__event=event, actor=person, until=None)
    return seats.exists() or visible_events(person).filter(pk=event.pk).exists()


def experts_asked(viewer: Actor, hour: ConsultationHour) -> list[Expert]:
    """For who looks after the hour: who agreed and who was asked, without whom she may not see."""
    rows = Expert.objects.filter(hour=hour, until=None).exclude(is_apart(viewer.pk, "actor"))
    return list(rows.select_related("actor").order_by("asked_at", "pk"))


def my_asked(viewer: Actor, *, now: datetime) -> list[Expert]:
    """Where she is asked to sit and did not answer."""
    rows = Expert.objects.filter(actor=viewer, until=None, agreed_at=None, hour__ends_at__gt=now)
    rows = rows.filter(hour__cancelled_at=None).select_related("hour__event", "hour__group__actor")
    return list(rows.order_by("hour__starts_at", "pk"))


def weekly_hours(viewer: Actor) -> QuerySet[WeeklyHour]:
    """Those that she looks after: her own, and of groups where she is a steward."""
    steward = stewards_on(localdate()).filter(
        membership__actor=viewer, membership__group=OuterRef("group")
    )
    rows = WeeklyHour.objects.filter(Q(group=None, opened_by=viewer) | Q(Exists(steward)))
    rows = rows.filter(until=None).select_related("opened_by", "group__actor")
    return rows.order_by("weekday", "starts_at", "pk")


def weekly_hour(viewer: Actor, pk: int) -> WeeklyHour:
    """Raises WeeklyHour.DoesNotExist, also for one that she does not look after."""
    return weekly_hours(viewer).get(pk=pk)
