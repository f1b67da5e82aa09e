"""Consultation hours: which there are, choosing a time, taking a number."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.invitation import invitation
from vaknet.domain.consulting.models import ConsultationHour
from vaknet.domain.events.models import Event
from vaknet.domain.events.queries import event as visible_event
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import group as visible_group
from vaknet.domain.people.queries import person as visible_person
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.consulting import BookForm, NoteForm
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.pages import page_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vaknet.domain.consulting.models.hours import SeenHour

PER_PAGE = 20


@require_safe
@members_only
def hours(request: Request) -> HttpResponse:
    """All that she may know of; of one group, person or event by `?groep=`, `?wie=` and
    `?bijeenkomst=`. What is not hers to know of is an empty list, like what is not there.
    """
    viewer, moment = viewer_of(request), now()
    found = queries.hours_to_come(viewer, now=moment)
    found, about = _about(request, viewer, found)

    def rows(start: int, end: int) -> list[queries.DeskView]:
        return queries.views(viewer, found[start:end], now=moment)

    context: dict[str, Any] = {"page": page_of(request, rows, size=PER_PAGE), "about": about}
    if not about:
        context |= {
            "asked": queries.my_asked(viewer, now=moment),
            "bookings": queries.my_bookings(viewer, now=moment),
            "sits": queries.my_hours(viewer, now=moment),
            "weekly": queries.weekly_hours(viewer),
        }
    return render(request, "consulting/hours.html", context)


def _about(
    request: Request, viewer: Actor, rows: "QuerySet[SeenHour]"
) -> "tuple[QuerySet[SeenHour], str]":
    """Narrowed to what the address names, and its name."""
    try:
        if handle := _named(request, "groep"):
            group = visible_group(viewer, handle)
            return queries.of_group(rows, group), group.actor.name
        if handle := _named(request, "wie"):
            person = visible_person(viewer, handle)
            return queries.of_person(viewer, rows, person), person.name
        if number := id_in(request.GET.get("bijeenkomst", "")):
            event = visible_event(viewer, number)
            return rows.filter(event=event), event.name
    except (Group.DoesNotExist, Actor.DoesNotExist, Event.DoesNotExist) as missing:
        raise Http404 from missing
    return rows, ""


def _named(request: Request, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "")


def hour_for(viewer: Actor, pk: int) -> "SeenHour":
    try:
        return queries.hour(viewer, pk)
    except ConsultationHour.DoesNotExist as missing:
        raise Http404 from missing


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def hour(request: Request, pk: int) -> HttpResponse:
    """A time is chosen or a number taken, each with a note or without."""
    viewer = viewer_of(request)
    held = hour_for(viewer, pk)
    act = request.POST.get("act", "")
    booking = BookForm(
        request.POST if act == "book" else None,
        initial={"slot": id_in(request.GET.get("tijd", ""))},
    )
    number = NoteForm(request.POST if act == "number" else None, prefix="n")
    if booking.done(lambda data: actions.book(viewer, hour=held, **data)):
        messages.success(request, _("This time is yours. We mailed it to you."))
        return to_mine(pk)
    if number.done(lambda data: actions.take_ticket(viewer, hour=held, **data)):
        messages.success(request, _("You have a number. Stay near the desk."))
        return to_mine(pk)
    [view] = queries.views(viewer, [held], now=now())
    turn = queries.my_turn(viewer, held, now=now())
    chosen = booking.data.get("slot") if booking.is_bound else str(booking.initial["slot"])
    refused = booking if booking.is_bound else number
    context = {
        "hour": held,
        "view": view,
        "turn": turn,
        "booking": booking,
        "number": number,
        "form": refused,
        "chosen": chosen,
    }
    status = 422 if refused.is_bound else 200
    return render(request, "consulting/hour.html", context, status=status)


def to_mine(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("my-turn", args=[pk]), status=303)


@require_safe
@members_only
def calendar_file(request: Request, pk: int) -> HttpResponse:
    """Her time here, for her own calendar."""
    viewer = viewer_of(request)
    booking = queries.live_booking(viewer, hour_for(viewer, pk))
    if booking is None:
        raise Http404
    body = invitation(booking, base_url=settings.BASE_URL)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8; method=REQUEST")
    response["Content-Disposition"] = 'attachment; filename="spreekuur.ics"'
    return response
