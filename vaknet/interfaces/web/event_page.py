"""One event as a page: the same for who comes, who may, and who looks from outside."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import queries as desks
from vaknet.domain.events import queries, rules
from vaknet.domain.events.models import Event, EventHost, Registration
from vaknet.domain.events.words import where
from vaknet.domain.people.models import Profile
from vaknet.domain.programme.line import programme_of
from vaknet.engine.layout import towns
from vaknet.engine.pairing.reasons import kilometres
from vaknet.interfaces.web.http import Request
from vaknet.kit.qr import Drawing, squares

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

ATTENDANCE = {
    Event.Form.VENUE: "OfflineEventAttendanceMode",
    Event.Form.ONLINE: "OnlineEventAttendanceMode",
    Event.Form.BOTH: "MixedEventAttendanceMode",
}


def event_page(request: Request, event: "SeenEvent") -> HttpResponse:
    viewer, moment = request.viewer, now()
    mine = queries.registration(viewer, event)
    hosts = queries.hosts(viewer, event)
    cover = event.cover
    context = {
        "event": event,
        "image": f"{settings.BASE_URL}{reverse('event-picture', args=[cover.name, 1600])}"
        if cover
        else "",
        "hosts": hosts,
        "mine": mine,
        "is_over": rules.is_over(event, moment),
        "takes": rules.takes_registrations(event, moment),
        "asks": bool(event.most_companions) or event.questions.exists(),
        "place_in_line": queries.place_in_line(mine) if mine else 0,
        "is_offered": mine is not None and rules.is_offered(mine, moment),
        "seats_left": _seats_left(event),
        "known": _known(viewer, event, mine),
        "programme": programme_of(viewer, event),
        "desks": desks.on_event(viewer, event, now=moment),
        "map": _map(viewer, event),
        "others": queries.other_times(viewer, event, now=moment),
        "ticket": _ticket(event, mine),
        "schema": _schema(event, hosts) if event.readers == Event.Readers.PUBLIC else None,
        "address": f"{settings.BASE_URL}{reverse('event', args=[event.pk])}",
    }
    return render(request, "events/event.html", context)


def _ticket(event: Event, mine: Registration | None) -> Drawing | None:
    """To what is only online one needs none."""
    if mine is None or mine.seated_at is None or event.form == Event.Form.ONLINE:
        return None
    return squares(mine.code)


@dataclass(frozen=True)
class FromHere:
    """How the town of the event lies to hers."""

    drawing: towns.Map
    town: str
    kilometres: int


def _map(viewer: Actor | None, event: Event) -> FromHere | None:
    """None where it is only online, or in her own town, or she told of no town of hers."""
    if viewer is None or event.place is None or event.form == Event.Form.ONLINE:
        return None
    profile = Profile.objects.filter(actor=viewer).select_related("place").first()
    mine = profile.place if profile else None
    if mine is None:
        return None
    here, there = ((one.name, one.latitude, one.longitude) for one in (mine, event.place))
    drawing = towns.draw([here, there])
    if drawing is None:
        return None
    return FromHere(drawing, mine.name, round(kilometres(here[1:], there[1:])))


def _seats_left(event: Event) -> int | None:
    return None if event.capacity is None else max(0, event.capacity - event.seats_taken)


def _known(viewer: Actor | None, event: Event, mine: Registration | None) -> list[Registration]:
    """A few faces of who comes, for who comes too and agreed to be seen."""
    if viewer is None or mine is None or mine.seated_at is None:
        return []
    return list(queries.who_comes(viewer, event)[:4])


@dataclass(frozen=True)
class Schema:
    """What search engines and calendars read on a public page, in the words of schema.org."""

    event: Event
    starts: str
    ends: str
    attendance: str
    status: str
    place: str
    where: str
    hosts: list[str]
    is_free: str


def _schema(event: Event, hosts: list[EventHost]) -> Schema:
    return Schema(
        event=event,
        starts=event.local_start.isoformat(),
        ends=event.local_end.isoformat(),
        attendance=ATTENDANCE[Event.Form(event.form)],
        status="EventCancelled" if event.cancelled_at else "EventScheduled",
        place=event.venue or (event.place.name if event.place else event.address),
        where=where(event),
        hosts=[_called(host) for host in hosts],
        is_free="false" if event.price else "true",
    )


def _called(host: EventHost) -> str:
    return host.group.actor.name if host.group is not None else str(host.organisation)
