"""Coming without an account: by a letter, and by the link in it from then on."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.events import actions, queries, rules
from vaknet.domain.events.links import guest_of
from vaknet.domain.events.models import Event, EventGuest
from vaknet.domain.programme.line import Programme, programme_of
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import to_the_door
from vaknet.interfaces.web.forms.events import ComingForm, GuestForm
from vaknet.interfaces.web.http import Request
from vaknet.kit.qr import squares


@require_http_methods(["GET", "HEAD", "POST"])
def as_guest(request: Request, pk: int) -> HttpResponse:
    """To any address the same answer, whoever has it."""
    try:
        event = queries.event(None, pk)
    except Event.DoesNotExist:
        return to_the_door(request)
    if not event.takes_guests:
        return to_the_door(request)
    form = GuestForm(request.POST if request.method == "POST" else None)
    language = (get_language() or "nl")[:2]
    if form.done(lambda data: actions.ask_as_guest(event=event, language=language, **data)):
        return render(request, "events/guest_asked.html", {"event": event})
    context = {"event": event, "form": form}
    return render(request, "events/guest.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: Request, token: str) -> HttpResponse:
    """What the link in the letter opens. GET acts on nothing."""
    try:
        known = guest_of(token)
    except EventGuest.DoesNotExist as missing:
        if request.method == "POST":
            raise Http404 from missing
        return render(request, "events/guest_unknown.html", status=404)
    row = queries.registration_of_guest(known)
    if request.method == "POST" and (row is not None or request.POST.get("act")):
        return _act(request, known, token)
    asked = list(known.event.questions.order_by("position"))
    form = ComingForm(
        request.POST if request.method == "POST" else None, event=known.event, questions=asked
    )
    if row is None and form.done(lambda _data: actions.confirm_guest(guest=known, **form.said())):
        messages.success(request, _("You are on the list. Keep this page or the letter."))
        return _to(token)
    context = {
        "event": known.event,
        "guest": known,
        "mine": row,
        "form": form,
        "takes": rules.takes_registrations(known.event, now()),
        "is_offered": row is not None and rules.is_offered(row, now()),
        "place_in_line": queries.place_in_line(row) if row else 0,
        "ticket": squares(row.code) if row and row.seated_at else None,
        "token": token,
        "programme": _programme(known) if row is not None else None,
    }
    return render(request, "events/guest_page.html", context, status=422 if form.is_bound else 200)


def _programme(guest: EventGuest) -> Programme | None:
    """Of who comes or waits: on the day there is nothing to choose any more, and all to look up."""
    try:
        return programme_of(None, queries.event_of_guest(guest), guest=guest)
    except Event.DoesNotExist:  # she was taken off meanwhile
        return None


def _act(request: Request, guest: EventGuest, token: str) -> HttpResponse:
    if request.POST.get("act") == "accept":
        carry_out(request, partial(actions.accept_as_guest, guest=guest), _("The seat is yours."))
    elif request.POST.get("act") == "cancel":
        off = _("You are off the list.")
        carry_out(request, partial(actions.cancel_as_guest, guest=guest), off)
    return _to(token)


def _to(token: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("event-guest", args=[token]), status=303)
