"""Programmes, as the one who looks may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import queries as events
from vaknet.domain.events.models import Event, EventGuest, Registration
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.people.apart import is_apart, out_of_sight
from vaknet.domain.programme.models import ProgrammeRoom, Round, Session, SessionSignUp, Speaker

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent
    from vaknet.domain.programme.models.sessions import SeenSession

# For guests: nobody blocked them, and who left is away for them too.
GUEST = 0


def visible_sessions(viewer: Actor | None) -> "QuerySet[SeenSession]":
    """Published ones of events that she may know of, drafts of what she organises, and what she is
    asked to speak in. Cancelled ones stay."""
    rows = Session.objects.select_related("event", "room")
    seen = events.visible_events(viewer).filter(pk=OuterRef("event"))
    published = Q(Exists(seen), published_at__isnull=False)
    if viewer is None:
        return rows.annotate(is_organiser=Value(value=False)).filter(published)
    rows = rows.annotate(is_organiser=Exists(seen.filter(is_organiser=True)))
    return rows.filter(published | Q(is_organiser=True) | _speaks(viewer))


def _speaks(viewer: Actor) -> Q:
    """Also before it is published: she has to see what she says yes to."""
    asked = Speaker.objects.filter(session=OuterRef("pk"), actor=viewer, until=None)
    return Q(Exists(asked)) & Q(Exists(_open_to(viewer, OuterRef("event"))))


def _open_to(viewer: Actor, event: OuterRef) -> QuerySet[Event]:
    """Whether she may know of it, once it is published."""
    seat = GroupMembership.objects.filter(
        group__hosted__event=OuterRef("pk"), actor=viewer, until=None
    )
    open_to_all = Q(readers__in=(Event.Readers.PUBLIC, Event.Readers.MEMBERS))
    return Event.objects.filter(open_to_all | Q(Exists(seat)), pk=event)


def session(viewer: Actor | None, pk: int) -> "SeenSession":
    """Raises Session.DoesNotExist for one that is not there and for one she may not know of."""
    return visible_sessions(viewer).get(pk=pk)


def sessions_of_guest(guest: EventGuest) -> QuerySet[Session]:
    """As they stand on the page that her letter leads to."""
    try:
        event = events.event_of_guest(guest)
    except Event.DoesNotExist:
        return Session.objects.none()
    return sessions_of(event)


def sessions_of(event: "SeenEvent") -> QuerySet[Session]:
    """All of it for its organisers, and for others what is published. By time, and then by room.

    What was a draft when it was cancelled is in no list."""
    rows = Session.objects.filter(event=event).select_related("room")
    rows = rows.exclude(published_at=None, cancelled_at__isnull=False)
    if not event.is_organiser:
        rows = rows.filter(published_at__isnull=False)
    return rows.order_by("starts_at", "room__name", "pk")


def rooms(event: Event) -> list[ProgrammeRoom]:
    return list(ProgrammeRoom.objects.filter(event=event).order_by("name", "pk"))


def room(viewer: Actor, pk: int) -> ProgrammeRoom:
    """For who organises it. Raises ProgrammeRoom.DoesNotExist."""
    mine = events.visible_events(viewer).filter(pk=OuterRef("event"), is_organiser=True)
    return ProgrammeRoom.objects.select_related("event").filter(Exists(mine)).get(pk=pk)


def round_names(event: Event) -> dict[datetime, str]:
    rows = Round.objects.filter(event=event)
    return dict(rows.values_list("starts_at", "name"))


@dataclass(frozen=True)
class SpeakerSeen:
    """`actor`: her page, for who may see it. Without a name: somebody who left, or keeps apart."""

    pk: int
    name: str
    affiliation: str
    actor: Actor | None
    is_confirmed: bool
    is_declined: bool


def speakers_of(
    viewer: Actor | None, event: Event, *, for_organisers: bool = False
) -> dict[int, list[SpeakerSeen]]:
    """By session, in their order. To others than its organisers only who said yes.

    Who is kept apart is asked once for all: those are few, and the sessions may be many.
    """
    rows = Speaker.objects.filter(event=event, until=None).defer("span")
    if not for_organisers:
        rows = rows.filter(agreed_at__isnull=False)
    away = set(out_of_sight(viewer or Actor(pk=GUEST)))
    found: dict[int, list[SpeakerSeen]] = {}
    for row in rows.select_related("actor").order_by("position", "pk"):
        seen = _seen(viewer, row, is_away=row.actor_id in away)
        found.setdefault(row.session_id, []).append(seen)
    return found


def speakers_in(
    viewer: Actor | None, session: Session, *, for_organisers: bool = False
) -> list[SpeakerSeen]:
    found = speakers_of(viewer, session.event, for_organisers=for_organisers)
    return found.get(session.pk, [])


def standing_speaker(session: Session, pk: str) -> Speaker:
    """For who organises it. Raises Speaker.DoesNotExist."""
    rows = Speaker.objects.select_related("session__event").filter(session=session, until=None)
    found = next((row for row in rows if str(row.pk) == pk), None)
    if found is None:
        raise Speaker.DoesNotExist
    return found


def _seen(viewer: Actor | None, row: Speaker, *, is_away: bool) -> SpeakerSeen:
    actor = None if is_away or row.actor is None else row.actor
    return SpeakerSeen(
        pk=row.pk,
        name=row.name if actor is None else actor.name,
        affiliation=row.affiliation,
        actor=actor if viewer is not None else None,
        is_confirmed=row.is_confirmed,
        is_declined=row.declined_at is not None,
    )


def may_be_asked(viewer: Actor, event: Event, handle: str) -> Actor | None:
    """Who has this handle, and may know of the event; nobody who is kept apart from who asks."""
    people = Actor.objects.filter(kind=Actor.Kind.PERSON, domain="", handle=handle)
    found = people.exclude(is_apart(viewer.pk)).exclude(name="").first()
    if found is None or not _open_to_now(found, event):
        return None
    return found


def _open_to_now(person: Actor, event: Event) -> bool:
    seen = events.visible_events(person).filter(pk=event.pk).exists()
    if seen or event.readers != Event.Readers.GROUP:
        return True
    seats = GroupMembership.objects.filter(group__hosted__event=event, actor=person, until=None)
    return seats.exists()


def my_part(viewer: Actor | None, session: Session) -> Speaker | None:
    """In what she is asked to speak, or speaks."""
    if viewer is None:
        return None
    return Speaker.objects.filter(session=session, actor=viewer, until=None).first()


def my_sessions(viewer: Actor, events: Iterable[int]) -> "QuerySet[SeenSession]":
    """Of these events what she has a seat in or speaks in, by time."""
    rows = visible_sessions(viewer).filter(is_hers(viewer), event__in=[*events])
    rows = rows.filter(cancelled_at=None, event__cancelled_at=None)
    return rows.order_by("starts_at", "pk")


def is_hers(viewer: Actor) -> Q:
    """What she waits for, or was offered and did not answer, is not hers yet."""
    seat = SessionSignUp.objects.filter(
        session=OuterRef("pk"), registration__person=viewer, seated_at__isnull=False
    )
    sits = Q(Exists(seat.filter(cancelled_at=None, registration__cancelled_at=None)))
    part = Speaker.objects.filter(session=OuterRef("pk"), actor=viewer, agreed_at__isnull=False)
    return sits | Q(Exists(part.filter(until=None)))


def sign_ups(registration: Registration | None) -> dict[int, SessionSignUp]:
    """Hers that still count, by session."""
    if registration is None:
        return {}
    rows = SessionSignUp.objects.filter(registration=registration, cancelled_at=None)
    return {row.session_id: row for row in rows.order_by("pk")}


@dataclass(frozen=True)
class SignedUp:
    """`names`: of who agreed that others see them; `number`: of all who have a seat."""

    number: int
    waiting: int
    names: list[str]


def who_signed_up(viewer: Actor | None, session: "SeenSession") -> SignedUp | None:
    """For its organisers and who speaks in it; to anybody else it is nobody's business."""
    part = my_part(viewer, session)
    speaks = part is not None and part.agreed_at is not None
    if viewer is None or not (session.is_organiser or speaks):
        return None
    rows = SessionSignUp.objects.filter(session=session, cancelled_at=None)
    rows = rows.filter(registration__cancelled_at=None)
    listed = rows.filter(seated_at__isnull=False, registration__listed_since__isnull=False)
    listed = listed.filter(registration__person__isnull=False)
    names = listed.exclude(is_apart(viewer.pk, "registration__person"))
    named = names.order_by("registration__person__name", "pk")
    return SignedUp(
        number=rows.filter(seated_at__isnull=False).count(),
        waiting=rows.filter(seated_at=None, offered_until=None).count(),
        names=list(named.values_list("registration__person__name", flat=True)),
    )


def place_in_line(row: SessionSignUp) -> int:
    """1 for who is first; 0 for who does not wait."""
    if row.seated_at or row.offered_until or row.cancelled_at:
        return 0
    rows = SessionSignUp.objects.filter(session=row.session_id, cancelled_at=None, seated_at=None)
    rows = rows.filter(offered_until=None, registration__cancelled_at=None)
    before = Q(asked_at__lt=row.asked_at) | Q(asked_at=row.asked_at, pk__lte=row.pk)
    return rows.filter(before).count()


def seats_in(event: Event) -> list[SessionSignUp]:
    """For the lists of its organisers: who comes and has a seat in which session that is held, by
    the time of the session."""
    rows = SessionSignUp.objects.filter(session__event=event, session__cancelled_at=None)
    rows = rows.filter(cancelled_at=None, seated_at__isnull=False, registration__cancelled_at=None)
    return list(
        rows.select_related("session__room").order_by("session__starts_at", "session", "pk")
    )
