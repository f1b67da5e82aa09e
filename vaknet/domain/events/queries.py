"""Events, as the one who looks may see them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from vaknet.domain.activity.models import PEOPLE_HERE, Activity, Actor
from vaknet.domain.events.models import (
    Event,
    EventCover,
    EventCoverFile,
    EventGuest,
    EventHost,
    EventOrganiser,
    EventPrint,
    Registration,
)
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import Organisation

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

PER_PAGE = 20
OTHER_TIMES = 12
PRINTED_LAST = 5


def visible_events(viewer: Actor | None) -> "QuerySet[SeenEvent]":
    """Published ones that she may know of, and drafts that she organises. Cancelled ones stay.

    Each with `is_organiser`, and `is_mine`: she comes, or waits for a seat.
    """
    if viewer is None:
        return _seen_by_nobody(Event.objects.filter(readers=Event.Readers.PUBLIC))
    return _seen_by(viewer.pk, timezone.localdate())


def _seen_by_nobody(rows: QuerySet[Event]) -> "QuerySet[SeenEvent]":
    nobody = Value(value=False)
    rows = rows.filter(published_at__isnull=False).select_related("place", "cover")
    return rows.annotate(is_organiser=nobody, is_mine=nobody)


def _seen_by(viewer: int, today: date) -> "QuerySet[SeenEvent]":
    organises = _organises(viewer, today)
    open_to_her = Q(readers__in=(Event.Readers.PUBLIC, Event.Readers.MEMBERS)) | _in_host(viewer)
    known = Q(open_to_her, published_at__isnull=False) | Q(is_organiser=True)
    hers = Registration.objects.filter(event=OuterRef("pk"), person=viewer, cancelled_at=None)
    # Who left the group meanwhile can still give her seat back.
    known |= Q(is_mine=True, published_at__isnull=False)
    rows = Event.objects.annotate(is_organiser=organises, is_mine=Exists(hers))
    return rows.filter(known).select_related("place", "cover")


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
    if viewer is None:
        return visible_events(None).get(pk=pk)
    found = _SEEN(viewer=viewer.pk, today=timezone.localdate(), event=pk)
    if not found:
        raise Event.DoesNotExist
    return found[0]


def _seen(viewer: int, today: date, event: int) -> "QuerySet[SeenEvent]":
    return _seen_by(viewer, today).filter(pk=event)


_SEEN = Frozen(_seen)


def event_of_guest(guest: EventGuest) -> "SeenEvent":
    """As everybody sees it. While she comes or waits also when it is not for everybody any more, as
    a member who left the group: she can still find her room, or give her seat back. Raises
    Event.DoesNotExist.
    """
    comes = Registration.objects.filter(event=OuterRef("pk"), guest=guest, cancelled_at=None)
    rows = Event.objects.filter(Q(readers=Event.Readers.PUBLIC) | Q(Exists(comes)))
    return _seen_by_nobody(rows).get(pk=guest.event_id)


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


def in_name_of(rows: "QuerySet[SeenEvent]", place: Organisation) -> "QuerySet[SeenEvent]":
    """Those that this organisation holds, alone or with others."""
    return rows.filter(Exists(EventHost.objects.filter(event=OuterRef("pk"), organisation=place)))


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
    return next(iter(_HERS(viewer=viewer.pk, event=event.pk)), None)


def _hers(viewer: int, event: int) -> QuerySet[Registration]:
    return Registration.objects.filter(event=event, person=viewer, cancelled_at=None)


_HERS = Frozen(_hers)


def registration_of_guest(guest: EventGuest) -> Registration | None:
    """Hers, when she comes or waits."""
    return Registration.objects.filter(guest=guest, cancelled_at=None).first()


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


def shows_cover_with(viewer: Actor, event: Event, *, later: bool) -> QuerySet[Event]:
    """It alone, or with all of its series that come after it: of what she organises herself."""
    this = Q(pk=event.pk)
    if later and event.series_id is not None:
        this |= Q(series=event.series_id, recurs_on__gt=event.recurs_on, cancelled_at=None)
    return Event.objects.filter(_organises(viewer.pk, timezone.localdate()), this)


def cover_file(viewer: Actor | None, name: str, side: int) -> EventCoverFile:
    """Raises EventCoverFile.DoesNotExist for one that is not there, and for one that no event shows
    that she may know of: that of a draft is for its organisers."""
    shown = visible_events(viewer).filter(cover=OuterRef("cover"))
    return EventCoverFile.objects.filter(Exists(shown)).get(cover__name=name, side=side)


def own_covers(viewer: Actor) -> QuerySet[EventCover]:
    """That she chose: for herself, to take along."""
    return EventCover.objects.filter(chosen_by=viewer).order_by("pk")


def largest_cover(cover: EventCover) -> bytes:
    return bytes(cover.files.order_by("-side")[0].content)


def prints_of(event: "SeenEvent") -> dict[str, EventPrint]:
    """By kind, for its organisers; the files themselves stay where they are."""
    rows = EventPrint.objects.filter(event=event).defer("pdf")
    return {row.kind: row for row in rows} if event.is_organiser else {}


def printed(event: "SeenEvent", kind: str) -> EventPrint:
    """With its file. Raises EventPrint.DoesNotExist, also to who does not organise it."""
    if not event.is_organiser:
        raise EventPrint.DoesNotExist
    return EventPrint.objects.get(event=event, kind=kind, made_at__isnull=False)


def who_printed(event: "SeenEvent") -> list[Activity]:
    """For its organisers, who answer for it together: who took names out last, and when."""
    if not event.is_organiser:
        return []
    rows = Activity.objects.filter(
        object_type=ContentType.objects.get_for_model(Event),
        object_id=event.pk,
        verb__startswith="printed_event_",
    )
    return list(rows.select_related("actor").order_by("-at", "-pk")[:PRINTED_LAST])
