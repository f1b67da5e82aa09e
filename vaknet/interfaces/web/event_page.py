"""One event as a page: the same for who comes, who may, and who looks from outside."""

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import queries, rules
from vaknet.domain.events.models import Event, EventHost, Registration
from vaknet.domain.events.words import where
from vaknet.interfaces.web.http import Request
from vaknet.kit.qr import squares

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

ATTENDANCE = {
    Event.Form.VENUE: "OfflineEventAttendanceMode",
    Event.Form.ONLINE: "OnlineEventAttendanceMode",
    Event.Form.BOTH: "MixedEventAttendanceMode",
}
SCHEMA = "https://schema.org/"
# What would end the script that a browser reads it in.
UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def event_page(request: Request, event: "SeenEvent") -> HttpResponse:
    viewer, moment = request.viewer, now()
    mine = queries.registration(viewer, event)
    hosts = queries.hosts(viewer, event)
    context = {
        "event": event,
        "hosts": hosts,
        "mine": mine,
        "is_over": rules.is_over(event, moment),
        "takes": rules.takes_registrations(event, moment),
        "asks": bool(event.most_companions) or event.questions.exists(),
        "place_in_line": queries.place_in_line(mine) if mine else 0,
        "is_offered": mine is not None and rules.is_offered(mine, moment),
        "seats_left": _seats_left(event),
        "known": _known(viewer, event, mine),
        "others": queries.other_times(viewer, event, now=moment),
        "ticket": squares(mine.code) if mine and mine.seated_at else None,
        "schema": schema(event, hosts) if event.readers == Event.Readers.PUBLIC else "",
        "address": f"{settings.BASE_URL}{reverse('event', args=[event.pk])}",
    }
    return render(request, "events/event.html", context)


def _seats_left(event: Event) -> int | None:
    return None if event.capacity is None else max(0, event.capacity - event.seats_taken)


def _known(viewer: Actor | None, event: Event, mine: Registration | None) -> list[Registration]:
    """A few faces of who comes, for who comes too and agreed to be seen."""
    if viewer is None or mine is None or mine.seated_at is None:
        return []
    return list(queries.who_comes(viewer, event)[:4])


def schema(event: Event, hosts: list[EventHost]) -> str:
    """What search engines and calendars read on a public page (schema.org, Event). Fit to stand in
    a script element."""
    url = f"{settings.BASE_URL}{reverse('event', args=[event.pk])}"
    told: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": event.name,
        "description": event.summary,
        "startDate": event.local_start.isoformat(),
        "endDate": event.local_end.isoformat(),
        "eventAttendanceMode": SCHEMA + ATTENDANCE[Event.Form(event.form)],
        "eventStatus": SCHEMA + ("EventCancelled" if event.cancelled_at else "EventScheduled"),
        "location": _location(event, url),
        "organizer": [{"@type": "Organization", "name": _called(host)} for host in hosts],
        "isAccessibleForFree": not event.price,
        "inLanguage": get_language(),
        "url": url,
    }
    return json.dumps(told, ensure_ascii=False).translate(UNSAFE)


def _location(event: Event, url: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if event.form != Event.Form.ONLINE:
        name = event.venue or (event.place.name if event.place else event.address)
        found.append({"@type": "Place", "name": name, "address": where(event)})
    if event.form != Event.Form.VENUE:
        found.append({"@type": "VirtualLocation", "url": url})
    return found


def _called(host: EventHost) -> str:
    return host.group.actor.name if host.group is not None else str(host.organisation)
