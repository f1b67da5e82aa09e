"""Choosing sessions without an account, by the link in her letter. She sees what everybody may."""

from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.events import queries as events
from vaknet.domain.events.links import guest_of
from vaknet.domain.events.models import Event, EventGuest
from vaknet.domain.parts import Words
from vaknet.domain.programme import actions, queries
from vaknet.domain.programme.line import programme_of
from vaknet.domain.programme.models import Session
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.programme import Chooser, programme_page
from vaknet.interfaces.web.programme_sessions import Act

ACTS: dict[str, tuple[Act, Words]] = {
    "take": (actions.accept_session_seat_as_guest, gettext_lazy("The seat is yours.")),
    "leave": (
        actions.leave_session_as_guest,
        gettext_lazy("You are off the list of this session."),
    ),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: Request, token: str) -> HttpResponse:
    """Whoever has an address that does not fit reads the same, whatever is wrong with it."""
    try:
        guest = guest_of(token)
        return _programme(request, guest, token)
    except (EventGuest.DoesNotExist, Event.DoesNotExist) as missing:
        if request.method == "POST":
            raise Http404 from missing
        return render(request, "events/guest_unknown.html", status=404)


def _programme(request: Request, guest: EventGuest, token: str) -> HttpResponse:
    event = events.event_of_guest(guest)
    address = reverse("guest-programme", args=[token])
    if request.POST.get("act"):
        _act(request, guest)
        return HttpResponseRedirect(address, status=303)
    chooser = Chooser(
        look=partial(programme_of, None, event, guest=guest),
        keep=partial(actions.choose_as_guest, guest=guest),
        address=address,
        token=token,
    )
    return programme_page(request, chooser)


def _act(request: Request, guest: EventGuest) -> None:
    number = request.POST.get("session", "")
    if request.POST["act"] not in ACTS or not (number.isdecimal() and len(number) <= 18):
        raise Http404
    try:
        session = queries.sessions_of_guest(guest).get(pk=int(number))
    except Session.DoesNotExist as missing:
        raise Http404 from missing
    verb, said = ACTS[request.POST["act"]]
    carry_out(request, partial(verb, guest=guest, session=session), said)
