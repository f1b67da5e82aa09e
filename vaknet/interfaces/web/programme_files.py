"""The programme to take along: a calendar, and the formats that conference apps read."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from vaknet.domain.programme import queries
from vaknet.domain.programme.calendar import entry_of, is_off
from vaknet.domain.programme.line import Item, programme_of
from vaknet.domain.programme.models import Session
from vaknet.interfaces.web.doors import of_event
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.programme_schedule import schedule_of, to_xml
from vaknet.interfaces.web.templatetags.programme import by_whom_and_where
from vaknet.kit.gatherings import Gathering, gatherings

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent


@require_safe
@of_event
def calendar(request: Request, event: "SeenEvent") -> HttpResponse:
    """What is for everybody and what she chose; without a choice, as for a guest, all of it."""
    found = programme_of(request.viewer, event)
    published = [item for item in found.items if item.session.published_at is not None]
    chosen = [item for item in published if item.is_seated]
    shown = [
        item
        for item in published
        if item.is_seated or not chosen or item.session.kind != Session.Kind.WORKSHOP
    ]
    body = gatherings([_gathering(item) for item in shown], name=event.name)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="programma-{event.pk}.ics"'
    return response


def _gathering(item: Item) -> Gathering:
    entry = entry_of(item.session)
    told = by_whom_and_where(item)
    return Gathering(
        uid=f"{entry.uid}@vaknet",
        sequence=entry.sequence,
        summary=entry.summary,
        location=entry.location,
        description=f"{told}\n{settings.BASE_URL}{entry.path}",
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        stamp=item.session.changed_at,
        is_cancelled=is_off(item.session),
    )


def _schedule(request: Request, event: "SeenEvent") -> dict[str, Any]:
    """Only what is published, also to its organisers: it goes into somebody else's hands."""
    found = programme_of(request.viewer, event)
    for day in found.days:
        for stop in day.stops:
            stop.items = [one for one in stop.items if one.session.published_at is not None]
    return schedule_of(found, queries.rooms(event), base_url=settings.BASE_URL)


@require_safe
@of_event
def schedule(request: Request, event: "SeenEvent") -> HttpResponse:
    return JsonResponse(_schedule(request, event), json_dumps_params={"ensure_ascii": False})


@require_safe
@of_event
def schedule_xml(request: Request, event: "SeenEvent") -> HttpResponse:
    body = to_xml(_schedule(request, event))
    return HttpResponse(body, content_type="text/xml; charset=utf-8")
