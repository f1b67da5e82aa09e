"""Events: what is held, one of them, and saying "I'm coming"."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions, calendar, queries, rules
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, of_event, readers_only, viewer_of
from vaknet.interfaces.web.event_page import event_page
from vaknet.interfaces.web.forms.events import MemberComingForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import returns_to_line
from vaknet.interfaces.web.pages import page_of

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent


def to_event(event: Event) -> HttpResponse:
    return HttpResponseRedirect(reverse("event", args=[event.pk]), status=303)


def seen_event(viewer: Actor, pk: int) -> "SeenEvent":
    try:
        return queries.event(viewer, pk)
    except Event.DoesNotExist as missing:
        raise Http404 from missing


@require_safe
def events(request: Request) -> HttpResponse:
    """Guests see what everybody may know of."""
    return _listed(request, "events/events.html")


@require_safe
@readers_only
def in_group(request: Request, group: Group) -> HttpResponse:
    return _listed(request, "events/in_group.html", group)


def _listed(request: Request, template: str, group: Group | None = None) -> HttpResponse:
    viewer, moment = request.viewer, now()
    is_past = request.GET.get("geweest") == "1"
    found = queries.past_events if is_past else queries.events_to_come
    rows = found(viewer, now=moment)
    if group is not None:
        rows = queries.of_group(rows, group)

    def some(start: int, end: int) -> "list[SeenEvent]":
        return list(rows[start:end])

    context = {
        "group": group,
        "page": page_of(request, some, size=queries.PER_PAGE),
        "is_past": is_past,
        "mine": queries.my_events(viewer, now=moment)[:10] if viewer and not group else [],
        "drafts": queries.drafts(viewer)[:10] if viewer and not group else [],
        "may_plan": _may_plan(viewer, group),
    }
    return render(request, template, context)


def _may_plan(viewer: Actor | None, group: Group | None) -> bool:
    if viewer is None:
        return False
    return group is None or groups.membership(viewer, group) is not None


@require_safe
@of_event
def event(request: Request, found: "SeenEvent") -> HttpResponse:
    return event_page(request, found)


@require_safe
@of_event
def calendar_file(request: Request, found: "SeenEvent") -> HttpResponse:
    body = calendar.file(found, base_url=settings.BASE_URL)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="bijeenkomst.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def come(request: Request, pk: int) -> HttpResponse:
    """One click where nothing is asked; GET is the form, for who has something to say."""
    viewer = viewer_of(request)
    found = seen_event(viewer, pk)
    mine = queries.registration(viewer, found)
    asked = list(found.questions.order_by("position"))
    form = MemberComingForm(
        request.POST if request.method == "POST" else None,
        event=found,
        questions=asked,
        initial=_said_before(mine),
    )
    act = actions.change_registration if mine else actions.register
    if form.done(lambda _data: act(viewer, event=found, **form.said())):
        messages.success(request, _what_it_became(viewer, found, is_change=mine is not None))
        return to_event(found)
    context = {"event": found, "form": form, "mine": mine}
    return render(request, "events/come.html", context, status=422 if form.is_bound else 200)


def _said_before(mine: Registration | None) -> dict[str, object]:
    if mine is None:
        return {}
    said = {f"question_{row.question_id}": row.text for row in mine.answers.all()}
    return said | {"companions": mine.companions, "listed": mine.listed_since is not None}


def _what_it_became(viewer: Actor, event: Event, *, is_change: bool) -> str:
    row = queries.registration(viewer, event)
    if is_change:
        return _("Kept.")
    if row is not None and rules.is_waiting(row):
        return _("All seats are taken. You are on the waiting list; we write when one is free.")
    return _("You are in. Your ticket is on this page and in your mail.")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@returns_to_line
def stay_away(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure."""
    viewer = viewer_of(request)
    found = seen_event(viewer, pk)
    mine = queries.registration(viewer, found)
    if request.method != "POST":
        if mine is None:
            return to_event(found)
        return render(request, "events/stay_away.html", {"event": found, "mine": mine})
    return _do(request, found, actions.cancel_registration, _("You are off the list."))


@require_http_methods(["POST"])
@members_only
@returns_to_line
def accept(request: Request, pk: int) -> HttpResponse:
    """The seat that was kept for her."""
    found = seen_event(viewer_of(request), pk)
    return _do(request, found, actions.accept_offer, _("The seat is yours."))


def _do(request: Request, event: Event, act: Callable[..., object], done: str) -> HttpResponse:
    carry_out(request, partial(act, viewer_of(request), event=event), done)
    return to_event(event)


@require_safe
@members_only
def who_comes(request: Request, pk: int) -> HttpResponse:
    """For who comes and agreed to stand there herself; to others the page does not exist."""
    viewer = viewer_of(request)
    found = seen_event(viewer, pk)
    mine = queries.registration(viewer, found)
    if mine is None or mine.seated_at is None:
        raise Http404
    rows = queries.who_comes(viewer, found)

    def some(start: int, end: int) -> list[Registration]:
        return list(rows[start:end])

    context = {"event": found, "mine": mine, "page": page_of(request, some, size=50)}
    return render(request, "events/who_comes.html", context)
