"""Events, as the one who looks may see them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.events.models import Event, EventHost, EventOrganiser, Registration
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.people.apart import is_apart

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

PER_PAGE = 20
OTHER_TIMES = 12


def visible_events(viewer: Actor | None) -> "QuerySet[SeenEvent]":
    """Published ones that she may know of, and drafts that she organises. Cancelled ones stay.

    Each with `is_organiser`, and `is_mine`: she comes, or waits for a seat.
    """
    if viewer is None:
        rows = Event.objects.filter(published_at__isnull=False, readers=Event.Readers.PUBLIC)
        nobody = Value(value=False)
        return rows.select_related("place").annotate(is_organiser=nobody, is_mine=nobody)
    organises = _organises(viewer.pk, timezone.localdate())
    open_to_her = Q(readers__in=(Event.Readers.PUBLIC, Event.Readers.MEMBERS)) | _in_host(viewer.pk)
    known = Q(open_to_her, published_at__isnull=False) | Q(is_organiser=True)
    hers = Registration.objects.filter(event=OuterRef("pk"), person=viewer, cancelled_at=None)
    # Who left the group meanwhile can still give her seat back.
    known |= Q(is_mine=True, published_at__isnull=False)
    rows = Event.objects.annotate(is_organiser=organises, is_mine=Exists(hers))
    return rows.filter(known).select_related("place")


def is_known_to(viewer: int) -> Q:
    """Of published events, whether she may know of them: as `visible_events`, for queries that are
    frozen. Who stewards a group sits in it."""
    organises = EventOrganiser.objects.filter(event=OuterRef("pk"), actor=viewer, until=None)
    hers = Registration.objects.filter(event=OuterRef("pk"), person=viewer, cancelled_at=None)
    open_to_her = Q(readers__in=(Event.Readers.PUBLIC, Event.Readers.MEMBERS)) | _in_host(viewer)
    return Q(published_at__isnull=False) & (open_to_her | Q(Exists(organises)) | Q(Exists(hers)))


def _in_host(viewer: int) -> Q:
    seat = GroupMembership.objects.filter(
        group__hosted__event=OuterRef("pk"), actor=viewer, until=None
    )
    return Q(Exists(seat))


def _organises(viewer: int, today: date) -> Q:
    named = EventOrganiser.objects.filter(event=OuterRef("pk"), actor=viewer, until=None)
    steward = stewards_on(today).filter(
        membership__actor=viewer, membership__group__hosted__event=OuterRef("pk")
    )
    return Q(Exists(named)) | Q(Exists(steward))


def event(viewer: Actor | None, pk: int) -> "SeenEvent":
    """Raises Event.DoesNotExist for one that is not there and for one she may not know of."""
    return visible_events(viewer).get(pk=pk)


def organised_event(viewer: Actor, pk: int) -> "SeenEvent":
    """To who does not organise it, its desk does not exist: raises Event.DoesNotExist."""
    return visible_events(viewer).filter(is_organiser=True).get(pk=pk)


def events_to_come(viewer: Actor | None, *, now: datetime) -> "QuerySet[SeenEvent]":
    """What is held from now on, the first one first; also what is held at this moment."""
    rows = visible_events(viewer).filter(published_at__isnull=False, ends_at__gt=now)
    return rows.order_by("starts_at", "pk")


def past_events(viewer: Actor | None, *, now: datetime) -> "QuerySet[SeenEvent]":
    """The last one first."""
    rows = visible_events(viewer).filter(published_at__isnull=False, ends_at__lte=now)
    return rows.order_by("-starts_at", "-pk")


def drafts(viewer: Actor) -> "QuerySet[SeenEvent]":
    rows = visible_events(viewer).filter(published_at=None, is_organiser=True)
    return rows.order_by("starts_at", "pk")


def of_group(rows: "QuerySet[SeenEvent]", group: Group) -> "QuerySet[SeenEvent]":
    """Those that this group holds, alone or with others."""
    return rows.filter(Exists(EventHost.objects.filter(event=OuterRef("pk"), group=group)))


def hosts(viewer: Actor | None, event: Event) -> list[EventHost]:
    """In their order. A hidden group that holds it is not named to who is not in it."""
    rows = EventHost.objects.filter(event=event).select_related("group__actor", "organisation")
    hidden = Q(group__admission=Group.Admission.HIDDEN)
    if viewer is None:
        rows = rows.exclude(hidden)
    else:
        seat = GroupMembership.objects.filter(group=OuterRef("group"), actor=viewer, until=None)
        rows = rows.exclude(hidden & ~Exists(seat))
    return list(rows.order_by("position"))


def organisers(viewer: Actor, event: Event) -> list[EventOrganiser]:
    """By name, without whom she may not see."""
    rows = EventOrganiser.objects.filter(event=event, until=None).select_related("actor")
    return list(rows.exclude(is_apart(viewer.pk, "actor")).order_by("actor__name", "pk"))


def registration(viewer: Actor | None, event: Event) -> Registration | None:
    """Hers, when she comes or waits."""
    if viewer is None:
        return None
    rows = Registration.objects.filter(event=event, person=viewer, cancelled_at=None)
    return rows.first()


def my_events(viewer: Actor, *, now: datetime) -> QuerySet[Registration]:
    """Where she comes or waits, from now on."""
    rows = Registration.objects.filter(person=viewer, cancelled_at=None, event__ends_at__gt=now)
    return rows.select_related("event__place").order_by("event__starts_at", "event_id")


def place_in_line(registration: Registration) -> int:
    """1 for who is first; 0 for who does not wait."""
    if registration.seated_at or registration.offered_until or registration.cancelled_at:
        return 0
    before = Q(asked_at__lt=registration.asked_at) | Q(
        asked_at=registration.asked_at, pk__lte=registration.pk
    )
    return waiting(registration.event_id).filter(before).count()


def waiting(event: int) -> QuerySet[Registration]:
    """Who waits for a seat, whoever asked first before."""
    rows = Registration.objects.filter(event=event, cancelled_at=None, seated_at=None)
    return rows.filter(offered_until=None).order_by("asked_at", "pk")


def who_comes(viewer: Actor, event: Event) -> QuerySet[Registration]:
    """Who agreed to be on the list, for who comes herself and agreed too, or organises it.

    To anybody else it is empty: who is where is nobody's business.
    """
    rows = Registration.objects.filter(
        event=event, cancelled_at=None, seated_at__isnull=False, person__isnull=False
    )
    rows = rows.filter(listed_since__isnull=False).exclude(is_apart(viewer.pk, "person"))
    mine = rows.model.objects.filter(event=event, person=viewer, cancelled_at=None)
    if not mine.filter(seated_at__isnull=False, listed_since__isnull=False).exists():
        rows = rows.none()
    return rows.select_related("person").order_by("person__name", "pk")


def registrations(viewer: Actor, event: "SeenEvent") -> QuerySet[Registration]:
    """All of them, for its organisers: who comes first, then who waits."""
    rows = Registration.objects.filter(event=event, cancelled_at=None)
    if not event.is_organiser:
        rows = rows.none()
    rows = rows.select_related("person", "guest").prefetch_related("answers__question")
    return rows.order_by("seated_at", "asked_at", "pk")


def other_times(viewer: Actor | None, event: Event, *, now: datetime) -> "list[SeenEvent]":
    """Of its series, what is still to come."""
    if event.series_id is None:
        return []
    rows = events_to_come(viewer, now=now).filter(series=event.series_id, cancelled_at=None)
    return list(rows.exclude(pk=event.pk)[:OTHER_TIMES])


def called(rows: QuerySet[Registration], text: str) -> QuerySet[Registration]:
    """By a piece of a name or a code."""
    named = Q(person__name__icontains=text) | Q(guest__name__icontains=text)
    return rows.filter(named | Q(code__istartswith=text))


def may_be_asked(viewer: Actor, event: Event) -> QuerySet[Actor]:
    """To organise it with her: members with an account whom she may see; and who does already, be
    it to take them off."""
    named = EventOrganiser.objects.filter(event=event, until=None).values("actor")
    here = Q(account__is_active=True) & ~is_apart(viewer.pk)
    return Actor.objects.filter(PEOPLE_HERE, here | Q(pk__in=named))
