"""At the door: tickets, codes, and who is there. For its organisers, on any phone."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.events import actions, queries
from vaknet.domain.events.models import Registration
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.event_desk import organised
from vaknet.interfaces.web.events import seen_event
from vaknet.interfaces.web.forms.events import CodeForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.once import sent_once
from vaknet.interfaces.web.pages import page_of
from vaknet.kit.qr import squares

PER_PAGE = 100
LONGEST_NUMBER = 18  # digits that PostgreSQL takes


@require_safe
@members_only
def ticket(request: Request, pk: int) -> HttpResponse:
    """Opens without a connection too, once it was seen: at the door there often is none."""
    viewer = viewer_of(request)
    event = seen_event(viewer, pk)
    mine = queries.registration(viewer, event)
    if mine is None or mine.seated_at is None:
        raise Http404
    context = {"event": event, "mine": mine, "ticket": squares(mine.code)}
    return render(request, "events/ticket.html", context)


@sent_once
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def door(request: Request, pk: int) -> HttpResponse:
    """What was scanned without a connection is sent when there is one again."""
    event = organised(request, pk)
    form = CodeForm(request.POST if request.method == "POST" else None)
    arrivals: list[actions.Arrival] = []

    def let_in(data: dict[str, Any]) -> None:
        code = data["code"].rpartition("/")[2]
        arrivals.append(actions.check_in(viewer_of(request), event=event, code=code))

    if form.done(let_in):
        form = CodeForm()
    rows = queries.registrations(viewer_of(request), event).filter(seated_at__isnull=False)
    context = {
        "event": event,
        "form": form,
        "arrival": arrivals[0] if arrivals else None,
        "expected": rows.count(),
        "present": rows.filter(checked_in_at__isnull=False).count(),
        "lately": rows.exclude(checked_in_at=None).order_by("-checked_in_at")[:5],
    }
    return render(request, "events/door.html", context, status=422 if form.is_bound else 200)


@require_POST
@members_only
def undo(request: Request, pk: int) -> HttpResponse:
    event = organised(request, pk)
    number = request.POST.get("registration", "")
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    row = Registration.objects.filter(event=event, pk=int(number) if is_number else 0).first()
    if row is None:
        raise Http404
    act = partial(actions.undo_check_in, viewer_of(request), event=event, registration=row)
    carry_out(request, act, _("Undone."))
    return HttpResponseRedirect(reverse("event-door", args=[event.pk]), status=303)


@require_safe
@members_only
def attendees(request: Request, pk: int) -> HttpResponse:
    """All who come and who wait, with what they answered, for its organisers."""
    event = organised(request, pk)
    rows = queries.registrations(viewer_of(request), event)
    text = request.GET.get("q", "").replace("\0", "")[:100].strip()
    if text:
        rows = queries.called(rows, text)

    def some(start: int, end: int) -> list[Registration]:
        return list(rows[start:end])

    context = {"event": event, "page": page_of(request, some, size=PER_PAGE), "text": text}
    return render(request, "events/attendees.html", context)
