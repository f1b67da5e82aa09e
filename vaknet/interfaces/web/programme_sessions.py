"""One session: what it is about, who speaks, and what is hers of it."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vaknet.domain.events import queries as events
from vaknet.domain.parts import Words
from vaknet.domain.programme import actions, queries, rules
from vaknet.domain.programme.line import Item
from vaknet.domain.programme.models import Session
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import to_the_door, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import returns_to_line

Act = Callable[..., object]
# By the button that was pressed: what happens, and what is said then.
ACTS: dict[str, tuple[Act, Words]] = {
    "agree": (actions.agree_to_speak, gettext_lazy("Your name stands in the programme now.")),
    "decline": (actions.decline_to_speak, gettext_lazy("You do not speak. The organisers know.")),
    "take": (actions.accept_session_seat, gettext_lazy("The seat is yours.")),
    "leave": (actions.leave_session, gettext_lazy("You are off the list of this session.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@returns_to_line
def session(request: Request, pk: int, session: int) -> HttpResponse:
    """Guests read what is public; for any other address they are sent to the door."""
    try:
        found = queries.visible_sessions(request.viewer).get(pk=session, event=pk)
    except Session.DoesNotExist as missing:
        if request.viewer is None:
            return to_the_door(request)
        raise Http404 from missing
    if request.method != "POST":
        return _page(request, found)
    if request.viewer is None:
        return to_the_door(request)
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    verb, said = ACTS[act]
    if act == "decline" and found.ends_at <= now():
        said = gettext_lazy("Your name is off it.")
    carry_out(request, partial(verb, viewer_of(request), session=found), said)
    return HttpResponseRedirect(reverse("session", args=[pk, session]), status=303)


def _page(request: Request, found: Session) -> HttpResponse:
    viewer, event = request.viewer, found.event
    registration = events.registration(viewer, event)
    mine = queries.sign_ups(registration).get(found.pk)
    is_organiser: bool = found.is_organiser  # type: ignore[attr-defined]
    speakers = queries.speakers_in(viewer, found, for_organisers=is_organiser)
    is_open = event.cancelled_at is None and rules.is_to_choose(found, now())
    item = Item(found, speakers, mine, is_open)
    context = {
        "event": event,
        "session": found,
        "item": item,
        "part": queries.my_part(viewer, found),
        "place_in_line": queries.place_in_line(mine) if mine else 0,
        "may_choose": rules.may_choose(event, registration, now()),
        "signed_up": queries.who_signed_up(viewer, found),  # type: ignore[arg-type]
        "is_over": found.ends_at <= now(),
    }
    return render(request, "programme/session.html", context)
