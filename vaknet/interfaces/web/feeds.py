"""What is new, for programs that follow it: of a group that guests read, and what is held.

As guests read it, whoever asks: programs come without a name, and pass on what they get.
"""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from vaknet.domain.events import calendar, queries
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import group as group_of
from vaknet.domain.knowledge.for_guests import Told, told_lately
from vaknet.interfaces.web.doors import to_the_door
from vaknet.interfaces.web.http import Request
from vaknet.kit import feeds

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

MOST = 20
EVERY = timedelta(hours=6)  # how often a calendar may look again
WRITERS: dict[str, Callable[..., feeds.Written]] = {
    "rss": feeds.rss,
    "atom": feeds.atom,
    "json": feeds.json_feed,
}


@require_safe
def of_group(request: Request, handle: str, form: str) -> HttpResponse:
    found = for_guests(handle)
    return missing(request) if found is None else answered(request, _of_group(found), form)


@require_safe
def of_events(request: Request, form: str) -> HttpResponse:
    return answered(request, _of_events(), form)


@require_safe
def calendar_of_events(request: Request) -> HttpResponse:
    name = _("%(network)s: events for everyone") % {"network": settings.NETWORK_NAME}
    body = calendar.for_everyone(base_url=settings.BASE_URL, name=name, every=EVERY)
    tagged = condition(etag_func=lambda _request: f'"{sha256(body).hexdigest()[:32]}"')
    kind = "text/calendar; charset=utf-8"
    answer = tagged(lambda _request: HttpResponse(body, content_type=kind))
    return answer(request)  # type: ignore[no-untyped-call]


def for_guests(handle: str) -> Group | None:
    try:
        return group_of(None, handle)
    except Group.DoesNotExist:
        return None


def missing(request: Request) -> HttpResponse:
    """As for a group that nobody has."""
    if request.viewer is None:
        return to_the_door(request)
    raise Http404


def answered(request: Request, feed: feeds.Feed, form: str) -> HttpResponse:
    """Who has it already is told so."""
    written = WRITERS[form](feed, at=whole(request.path))
    tagged = condition(
        etag_func=lambda _request: written.etag,
        last_modified_func=lambda _request: written.updated,
    )
    answer = tagged(lambda _request: HttpResponse(written.content, content_type=written.kind))
    return answer(request)  # type: ignore[no-untyped-call]


def whole(path: str) -> str:
    return urljoin(settings.BASE_URL, path)


def language() -> str:
    return (get_language() or "nl")[:2]


def _of_group(found: Group) -> feeds.Feed:
    home = whole(reverse("group", args=[found.actor.handle]))
    return feeds.Feed(
        id=home,
        home=home,
        title=found.actor.name,
        description=found.purpose,
        language=language(),
        author=settings.NETWORK_NAME,
        updated=found.actor.created_at,
        entries=tuple(_told(one) for one in told_lately(found, most=MOST)),
    )


def _told(one: Told) -> feeds.Entry:
    address = whole(reverse(one.kind, args=[one.pk]))
    said = {"told": one, "address": address, "nobody": {}}  # names are no links to guests
    return feeds.Entry(
        id=address,
        address=address,
        title=one.title,
        content=render_to_string("groups/feed_entry.html", said),
        published=one.at,
        updated=max(one.at, one.changed_at or one.at),
        summary=one.lead,
    )


def _of_events() -> feeds.Feed:
    home = whole(reverse("events"))
    newest = queries.visible_events(None).order_by("-published_at", "-pk")[:MOST]
    return feeds.Feed(
        id=home,
        home=home,
        title=_("%(network)s: events for everyone") % {"network": settings.NETWORK_NAME},
        description=_("What is held, and when."),
        language=language(),
        author=settings.NETWORK_NAME,
        updated=now().replace(hour=0, minute=0, second=0, microsecond=0),
        entries=tuple(_held(event) for event in newest),
    )


def _held(event: "SeenEvent") -> feeds.Entry:
    address = whole(reverse("event", args=[event.pk]))
    out = event.published_at or event.planned_at
    title = {"title": event.name}
    return feeds.Entry(
        id=address,
        address=address,
        title=_("Cancelled: %(title)s") % title if event.cancelled_at else event.name,
        content=render_to_string("events/feed_entry.html", {"event": event, "address": address}),
        published=out,
        updated=max(out, event.changed_at, event.cancelled_at or out),
    )
