"""Her calendar and ours: the address at which hers reads what she agreed on, and where hers is."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from operator import attrgetter
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars import actions, queries, secrets
from vaknet.domain.calendars.entries import Entry
from vaknet.domain.calendars.models import Feed
from vaknet.domain.consulting import queries as consulting
from vaknet.domain.events import calendar as events
from vaknet.domain.events.queries import of_group, visible_events
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import calendar as opportunities
from vaknet.domain.people.models import Account, Place, Profile
from vaknet.domain.programme import calendar as programme
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import calendar as talks
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.talks import CalendarForm
from vaknet.interfaces.web.http import Request
from vaknet.kit.calendar import Meeting, Party, feed
from vaknet.kit.qr import squares

# Each room that has things with a date: see `domain/calendars/entries.py`.
ROOMS: list[Callable[[Actor], Iterable[Entry]]] = [
    talks.calendar_entries,
    events.calendar_entries,
    programme.calendar_entries,
    consulting.calendar_entries,
    opportunities.calendar_entries,
]
EVERY = timedelta(hours=1)


def entries(viewer: Actor) -> list[Entry]:
    found = (entry for room in ROOMS for entry in room(viewer))
    return sorted(found, key=attrgetter("starts_at", "uid"))


@require_safe
@sensitive_variables("token")
def calendar_feed(request: Request, token: str) -> HttpResponse:
    """For a calendar program, that signs in nowhere: who has the address reads it."""
    try:
        reader = queries.reader_of(token)
    except Feed.DoesNotExist as missing:
        raise Http404 from missing
    account = Account.objects.get(actor=reader)
    with translation.override(account.language):
        name = _("%(network)s: what you agreed on") % {"network": settings.NETWORK_NAME}
        body = _feed(account, reader, entries(reader), name)
    return _answered(request, body)


@require_safe
@sensitive_variables("token")
def group_feed(request: Request, token: str, handle: str) -> HttpResponse:
    """What one group holds, as she may know of it; what she may not know of is not there."""
    try:
        reader = queries.reader_of(token)
        group = groups.group(reader, handle)
    except (Feed.DoesNotExist, Group.DoesNotExist) as missing:
        raise Http404 from missing
    account = Account.objects.get(actor=reader)
    found = of_group(visible_events(reader), group)
    body = _feed(account, reader, events.entries_of(reader, found), group.actor.name)
    return _answered(request, body)


@require_safe
@sensitive_variables("token")
def place_feed(request: Request, token: str, pk: int) -> HttpResponse:
    """What is held in one town."""
    try:
        reader, place = queries.reader_of(token), Place.objects.get(pk=pk)
    except (Feed.DoesNotExist, Place.DoesNotExist) as missing:
        raise Http404 from missing
    account = Account.objects.get(actor=reader)
    found = visible_events(reader).filter(place=place)
    body = _feed(account, reader, events.entries_of(reader, found), place.label)
    return _answered(request, body)


def _answered(request: Request, body: bytes) -> HttpResponse:
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Disposition"] = 'inline; filename="vaknet.ics"'
    conditional = get_conditional_response(request, etag=etag, response=response)
    return conditional or response


def _feed(account: Account, reader: Actor, found: Iterable[Entry], name: str) -> bytes:
    """No address of anybody else stands in it: a feed is passed on more easily than a letter."""
    host = urlsplit(settings.BASE_URL).hostname
    ours = Party(settings.NETWORK_NAME, f"agenda@{host}")
    meetings = (
        Meeting(
            uid=f"{entry.uid}@{host}",
            sequence=entry.sequence,
            summary=entry.summary,
            location=entry.location,
            page=f"{settings.BASE_URL}{entry.path}",
            starts_at=entry.starts_at,
            minutes=(entry.ends_at - entry.starts_at) // timedelta(minutes=1),
            stamp=entry.changed_at,
            organiser=ours,
            attendees=(Party(reader.name, account.email, entry.said),),
            is_sure=entry.is_sure,
        )
        for entry in found
    )
    return feed(meetings, name=name, every=EVERY)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@sensitive_post_parameters("address")
def my_calendar(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    form = CalendarForm()
    if request.method == "POST":
        if request.POST.get("act") != "point":
            return _done(request, viewer)
        form = CalendarForm(request.POST)
        if form.is_valid():
            try:
                actions.point_to_calendar(viewer, address=form.cleaned_data["address"])
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Good. We look at it when you choose times."))
                return HttpResponseRedirect(reverse("my-calendar"), status=303)
    context = {"form": form, "own": queries.own_calendar(viewer)} | _addresses(viewer)
    status = 422 if form.is_bound else 200
    return render(request, "talks/my_calendar.html", context, status=status)


def _done(request: Request, viewer: Actor) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "open":
        actions.open_feed(viewer)
        messages.success(request, _("This is your address. Any address of before stopped working."))
    elif act == "stop":
        actions.stop_feed(viewer)
        messages.success(request, _("The address does not work any more."))
    elif act == "forget":
        actions.forget_calendar(viewer)
        messages.success(request, _("We do not know any more where your calendar is."))
    return HttpResponseRedirect(reverse("my-calendar"), status=303)


def _addresses(viewer: Actor) -> dict[str, object]:
    """Empty where she has no feed, or our key is not the one of then: she asks for a new one."""
    kept = queries.feed_of(viewer)
    token = secrets.token_of(kept) if kept else ""
    if kept is None or not token:
        return {"address": ""}
    path = reverse("calendar-feed", args=[token])
    address = f"{settings.BASE_URL}{path}"
    webcal = f"webcal://{urlsplit(settings.BASE_URL).netloc}{path}"
    more = {"groups": _of_groups(viewer, token), "town": _of_town(viewer, token)}
    return more | {"address": address, "webcal": webcal, "qr": squares(webcal)}


def _of_groups(viewer: Actor, token: str) -> list[tuple[str, str]]:
    """Name and address."""
    return [
        (one.actor.name, settings.BASE_URL + reverse("group-feed", args=[token, one.actor.handle]))
        for one in groups.my_groups(viewer)
    ]


def _of_town(viewer: Actor, token: str) -> tuple[str, str] | None:
    profile = Profile.objects.filter(actor=viewer).select_related("place").first()
    if profile is None or profile.place is None:
        return None
    path = reverse("place-feed", args=[token, profile.place.pk])
    return profile.place.name, settings.BASE_URL + path
