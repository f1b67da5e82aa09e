"""Opening a desk, and looking after it: who sits there, who comes to the door, how many came."""

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.models import ConsultationHour, WeeklyHour
from vaknet.domain.events.models import Event
from vaknet.domain.events.queries import organised_event
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import my_groups, stewards_on
from vaknet.domain.people.queries import person as visible_person
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.consulting import (
    CancelForm,
    DeskForm,
    ExpertForm,
    WalkInForm,
    first_day,
)
from vaknet.interfaces.web.http import Request, id_in

if TYPE_CHECKING:
    from vaknet.domain.consulting.models.hours import SeenHour


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new(request: Request) -> HttpResponse:
    """Her own, of a group where she is a steward, or with `?bijeenkomst=` at an event."""
    viewer = viewer_of(request)
    event = _event(request, viewer)
    groups = {one.actor.handle: one for one in _stewarded(viewer)}
    form = DeskForm(
        request.POST if request.method == "POST" else None,
        groups=groups.values(),
        at_event=event is not None,
        zone=event.zone if event is not None else "",
        initial={
            "day": event.local_start.date() if event is not None else first_day(),
            "group": request.GET.get("groep", ""),
        },
    )
    opened: list[ConsultationHour] = []
    if form.done(lambda _data: opened.append(_open(viewer, form, event, groups))):
        messages.success(request, _("Your desk is open."))
        return HttpResponseRedirect(reverse("tend-hour", args=[opened[0].pk]), status=303)
    status = 422 if form.is_bound else 200
    context = {"form": form, "event": event}
    return render(request, "consulting/new.html", context, status=status)


def _event(request: Request, viewer: Actor) -> Event | None:
    if not (number := id_in(request.GET.get("bijeenkomst", ""))):
        return None
    try:
        return organised_event(viewer, number)
    except Event.DoesNotExist as missing:
        raise Http404 from missing


def _stewarded(viewer: Actor) -> list[Group]:
    hers = stewards_on(localdate()).filter(membership__actor=viewer)
    return list(my_groups(viewer).filter(pk__in=hers.values("membership__group")))


def _open(
    viewer: Actor, form: DeskForm, event: Event | None, groups: dict[str, Group]
) -> ConsultationHour:
    group = groups.get(form.cleaned_data.get("group", ""))
    experts = [_person(viewer, handle) for handle in form.handles()]
    if not form.is_weekly:
        begins, ends = form.moments()
        return actions.open_hour(
            viewer,
            details=form.details(),
            starts_at=begins,
            ends_at=ends,
            event=event,
            group=group,
            experts=experts,
        )
    day, begin, end = form.when()
    weekly = actions.open_weekly_hour(
        viewer,
        details=form.details(),
        first_on=day,
        starts_at=begin,
        ends_at=end,
        last_on=form.cleaned_data["last_on"],
        group=group,
        experts=experts,
    )
    return weekly.hours.earliest("held_on")


def _person(viewer: Actor, handle: str) -> Actor:
    try:
        return visible_person(viewer, handle.lower())
    except Actor.DoesNotExist as missing:
        message = _("We do not know @%(name)s. Look on the profile how it is written.")
        raise Refused(message % {"name": handle}, field="experts") from missing


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def tend(request: Request, pk: int) -> HttpResponse:
    """For who looks after it; to others it does not exist. Numbers only: nobody's name but of who
    sits there."""
    viewer = viewer_of(request)
    held = _tended(viewer, pk)
    act = request.POST.get("act", "")
    expert = ExpertForm(request.POST if act == "expert" else None)
    walk_in = WalkInForm(request.POST if act == "walkin" else None)
    cancel = CancelForm(request.POST if act == "cancel" else None)
    if act == "close":
        done = _("Nobody takes a time or number any more.")
        carry_out(request, partial(actions.close_hour, viewer, hour=held), done)
        return _back(pk)
    if expert.done(lambda data: _ask(viewer, held, data["expert"])):
        messages.success(request, _("Asked. She hears of it by mail."))
        return _back(pk)
    if walk_in.done(lambda data: _give_number(request, viewer, held, data["first_name"])):
        return _back(pk)
    if cancel.done(lambda data: actions.cancel_hour(viewer, hour=held, **data)):
        messages.success(request, _("Cancelled. Who had a time hears it."))
        return _back(pk)
    bound = next((form for form in (expert, walk_in, cancel) if form.is_bound), expert)
    context = {
        "hour": held,
        "experts": queries.experts_asked(viewer, held),
        "figures": queries.figures(held),
        "expert": expert,
        "walk_in": walk_in,
        "cancel": cancel,
        "form": bound,
    }
    return render(request, "consulting/tend.html", context, status=422 if bound.is_bound else 200)


def _tended(viewer: Actor, pk: int) -> "SeenHour":
    try:
        return queries.tended_hour(viewer, pk)
    except ConsultationHour.DoesNotExist as missing:
        raise Http404 from missing


def _ask(viewer: Actor, held: ConsultationHour, name: str) -> None:
    try:
        person = _person(viewer, name.strip().removeprefix("@"))
    except Refused as refused:
        refused.field = "expert"
        raise
    actions.add_expert(viewer, hour=held, expert=person)


def _give_number(request: Request, viewer: Actor, held: ConsultationHour, name: str) -> None:
    ticket = actions.add_walk_in(viewer, hour=held, first_name=name)
    messages.success(request, _("Number %(number)d.") % {"number": ticket.number})


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("tend-hour", args=[pk]), status=303)


@require_POST
@members_only
def end_weekly(request: Request, pk: int) -> HttpResponse:
    """No new ones, and those to come are off. Twice is no mistake."""
    viewer = viewer_of(request)
    try:
        held = queries.weekly_hour(viewer, pk)
    except WeeklyHour.DoesNotExist as missing:
        raise Http404 from missing
    actions.end_weekly_hour(viewer, weekly=held)
    messages.success(request, _("It is not held any more. Who had a time hears it."))
    return HttpResponseRedirect(reverse("consultation-hours"), status=303)
