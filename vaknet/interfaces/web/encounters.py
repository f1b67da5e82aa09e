"""Whom to meet at an event, and whom one met there."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.encounters import actions, queries, rules
from vaknet.domain.encounters.links import swap_token, swapped
from vaknet.domain.encounters.models import Encounter
from vaknet.domain.encounters.whom import whom_to_meet
from vaknet.domain.events import queries as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.people.apart import are_apart
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import returns_to_line
from vaknet.kit.qr import squares

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

MOST_TO_SAY = 60


def _there(request: Request, pk: int) -> tuple["SeenEvent", Registration]:
    """For who has a seat; to others the page does not exist."""
    viewer = viewer_of(request)
    try:
        event = events.event(viewer, pk)
    except Event.DoesNotExist as missing:
        raise Http404 from missing
    mine = events.registration(viewer, event)
    if mine is None or not rules.takes_part(mine):
        raise Http404
    return event, mine


def _to(event: Event) -> HttpResponse:
    return HttpResponseRedirect(reverse("encounters", args=[event.pk]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def encounters(request: Request, pk: int) -> HttpResponse:
    """Before, during and after: one page, with what its time asks for."""
    viewer, moment = viewer_of(request), now()
    event, mine = _there(request, pk)
    if request.method == "POST":
        return _say(request, event)
    says = rules.may_say_whom(event, mine, moment)
    text = request.GET.get("wie", "").replace("\0", "")[:100].strip()
    to_say = queries.to_say(viewer, event, text=text) if says else Registration.objects.none()
    token = swap_token(mine)
    address = settings.BASE_URL + reverse("swap", args=[event.pk, token])
    context = {
        "event": event,
        "mine": mine,
        "is_over": event.ends_at <= moment,
        "says": says,
        "suggestions": whom_to_meet(viewer, event) if event.ends_at > moment else [],
        "met": queries.whom_i_met(viewer, event),
        "to_say": to_say[:MOST_TO_SAY],
        "searches": bool(text) or len(to_say[: MOST_TO_SAY + 1]) > MOST_TO_SAY,
        "text": text,
        "drawing": squares(address) if says else None,
        "welcomes": queries.welcome(viewer, event),
        "may_welcome": rules.may_welcome(event, mine, moment),
        "newcomers": queries.newcomers(viewer, event, now=moment),
        "host": queries.who_welcomes(viewer, event, now=moment),
    }
    return render(request, "encounters/encounters.html", context)


def _say(request: Request, event: Event) -> HttpResponse:
    viewer, act = viewer_of(request), request.POST.get("act", "")
    if act == "met":
        for other in _ticked(request, viewer, event):
            said = partial(actions.say_met, viewer, event=event, other=other)
            carry_out(request, said, _("%(name)s stands on your list.") % {"name": other.name})
    elif act == "welcome":
        said_so = partial(actions.welcome_newcomers, viewer, event=event)
        carry_out(request, said_so, _("Thank you. Who is new finds your name."))
    elif act == "stop":
        stop = partial(actions.stop_welcoming, viewer, event=event)
        carry_out(request, stop, _("You do not welcome any more."))
    return _to(event)


def _ticked(request: Request, viewer: Actor, event: Event) -> list[Actor]:
    numbers = {int(pk) for pk in request.POST.getlist("other") if pk.isdecimal() and len(pk) < 18}
    rows = queries.to_say(viewer, event).filter(person__any_of=list(numbers))
    return [row.person for row in rows if row.person is not None]


@require_POST
@members_only
@returns_to_line
def act_on(request: Request, pk: int) -> HttpResponse:
    """Keep, stay in touch, or let go."""
    viewer = viewer_of(request)
    try:
        row = queries.encounter(viewer, pk)
    except Encounter.DoesNotExist as missing:
        raise Http404 from missing
    act, done = _deed(viewer, row, request.POST.get("act", ""))
    carry_out(request, act, done)
    return _to(row.event)


def _deed(viewer: Actor, row: Encounter, act: str) -> tuple[Callable[[], object], str]:
    if act == "keep":
        return partial(actions.keep_encounter, viewer, encounter=row), _("Kept.")
    if act == "touch":
        told = _("Kept. When %(name)s wants it too, you are contacts.")
        done = told % {"name": row.other.first_name}
        return partial(actions.stay_in_touch, viewer, encounter=row), done
    if act == "go":
        return partial(actions.let_go, viewer, encounter=row), _("Gone from your list.")
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def swap(request: Request, pk: int, token: str) -> HttpResponse:
    """What the drawing of somebody else opens; GET asks, POST says that they spoke."""
    viewer = viewer_of(request)
    event, mine = _there(request, pk)
    try:
        shown = swapped(token, event.pk)
    except Registration.DoesNotExist as missing:
        raise Http404 from missing
    if shown.pk == mine.pk:
        return _to(event)
    if shown.person is None or are_apart(viewer, shown.person):
        raise Http404
    if request.method == "POST":
        met = partial(actions.swap, viewer, event=event, token=token)
        carry_out(request, met, _("You met. It stands with both of you."))
        return _to(event)
    return render(request, "encounters/swap.html", {"event": event, "other": shown.person})
