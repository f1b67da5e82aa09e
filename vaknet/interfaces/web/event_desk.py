"""The desk of an event: planning, changing, publishing, cancelling, and who organises it."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions, queries
from vaknet.domain.events.models import Event
from vaknet.domain.groups.queries import my_groups
from vaknet.domain.people.domains import spoken_for
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.event_words import nth_weekday, weekday
from vaknet.interfaces.web.forms.events import (
    FACTS,
    SAME,
    CancelEventForm,
    EventForm,
    NewEventForm,
    OrganiserForm,
    RepeatForm,
)
from vaknet.interfaces.web.http import Request
from vaknet.kit.recurrence import Every, Repeat

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

WORDS = {True: "yes", False: "no", None: ""}


def organised(request: Request, pk: int) -> "SeenEvent":
    try:
        return queries.organised_event(viewer_of(request), pk)
    except Event.DoesNotExist as missing:
        raise Http404 from missing


def to_desk(event: Event) -> HttpResponse:
    return HttpResponseRedirect(reverse("event-desk", args=[event.pk]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    groups = list(my_groups(viewer))
    places = spoken_for(viewer)
    asked = request.GET.get("groep", "")
    here = [str(one.pk) for one in groups if one.actor.handle == asked] or [
        str(one.pk) for one in groups[:1] if len(groups) == 1
    ]
    form = NewEventForm(
        request.POST if request.method == "POST" else None,
        groups=groups,
        organisations=places,
        initial={"groups": here, "form": Event.Form.VENUE, "readers": Event.Readers.MEMBERS},
    )

    speaks_for = {str(one.pk): one for one in places}

    def plan(data: dict[str, Any]) -> None:
        chosen = {int(pk) for pk in data["groups"]}
        event = actions.plan_event(
            viewer,
            details=data["details"],
            groups_that_hold=[one for one in groups if one.pk in chosen],
            organisation=speaks_for.get(data.get("organisation", "")),
            questions=data["questions"],
        )
        planned.append(event)

    planned: list[Event] = []
    if form.done(plan):
        messages.success(request, _("Your draft is kept. Look at it, and publish it."))
        return to_desk(planned[0])
    context = {"form": form, "groups": groups, "places": places}
    return render(request, "events/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD"])
@members_only
def desk(request: Request, pk: int) -> HttpResponse:
    """All that its organisers can do, and how it stands."""
    viewer = viewer_of(request)
    event = organised(request, pk)
    rows = queries.registrations(viewer, event)
    context = {
        "event": event,
        "hosts": queries.hosts(viewer, event),
        "organisers": queries.organisers(viewer, event),
        "form": OrganiserForm(),
        "seated": rows.filter(seated_at__isnull=False).count(),
        "waiting": queries.waiting(event.pk).count(),
        "present": rows.filter(checked_in_at__isnull=False).count(),
    }
    return render(request, "events/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change(request: Request, pk: int) -> HttpResponse:
    """Of a series: this one, or with all that come after it."""
    viewer = viewer_of(request)
    event = organised(request, pk)
    asked = [row.text for row in event.questions.order_by("position")]
    form = EventForm(
        request.POST if request.method == "POST" else None, initial=_as_said(event, asked)
    )
    is_for_later = request.POST.get("which") == "later" and event.series_id is not None
    act = actions.change_later if is_for_later else actions.change_event

    def say(data: dict[str, Any]) -> None:
        act(viewer, event=event, details=data["details"], questions=data["questions"])

    if form.done(say):
        messages.success(request, _("Changed. Who comes hears of another time or place."))
        return to_desk(event)
    context = {"form": form, "event": event}
    return render(request, "events/change.html", context, status=422 if form.is_bound else 200)


def _as_said(event: Event, asked: list[str]) -> dict[str, Any]:
    starts, ends = event.local_start, event.local_end
    is_longer = ends.date() > starts.date() + timedelta(days=ends.time() <= starts.time())
    said: dict[str, Any] = {name: getattr(event, name) for name in SAME}
    said |= {name: WORDS[getattr(event, name)] for name in FACTS}
    opens, closes = event.registers_from, event.registers_until
    zone = starts.tzinfo
    return said | {
        "place": event.place.label if event.place else "",
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "last_day": ends.date() if is_longer else None,
        "zone": event.zone,
        "registers_from": opens and opens.astimezone(zone).date(),
        "registers_until": closes and closes.astimezone(zone).date() - timedelta(days=1),
        "questions": "\n".join(asked),
    }


@require_POST
@members_only
def publish(request: Request, pk: int) -> HttpResponse:
    event = organised(request, pk)
    act = partial(actions.publish_event, viewer_of(request), event=event)
    carry_out(request, act, _("It is published. One can say “I'm coming” now."))
    return to_desk(event)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def cancel(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure, and why."""
    viewer = viewer_of(request)
    event = organised(request, pk)
    form = CancelEventForm(request.POST if request.method == "POST" else None)
    is_for_later = request.POST.get("which") == "later" and event.series_id is not None
    act = actions.cancel_later if is_for_later else actions.cancel_event
    if form.done(lambda data: act(viewer, event=event, reason=data["reason"])):
        messages.success(request, _("It is cancelled. Who comes or waits is told."))
        return HttpResponseRedirect(reverse("events"), status=303)
    context = {"form": form, "event": event}
    return render(request, "events/cancel.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def repeat(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    event = organised(request, pk)
    form = RepeatForm(
        request.POST if request.method == "POST" else None,
        choices=ways_to_repeat(event),
        initial={"every": Every.MONTH_WEEKDAY},
    )

    def go_on(data: dict[str, Any]) -> None:
        again = Repeat(Every(data["every"]), data["until"])
        actions.repeat_event(viewer, event=event, repeat=again)

    if form.done(go_on):
        messages.success(request, _("It comes back. Each time can be changed alone."))
        return to_desk(event)
    context = {"form": form, "event": event}
    return render(request, "events/repeat.html", context, status=422 if form.is_bound else 200)


def ways_to_repeat(event: Event) -> list[tuple[Every, str]]:
    """In words, by the day on which it is held."""
    day = event.local_start.date()
    return [
        (Every.WEEK, _("Every %(weekday)s") % {"weekday": weekday(day)}),
        (Every.FORTNIGHT, _("Every other %(weekday)s") % {"weekday": weekday(day)}),
        (Every.MONTH_WEEKDAY, _("Every %(nth)s of the month") % {"nth": nth_weekday(day)}),
        (Every.MONTH_DAY, _("On day %(number)d of every month") % {"number": day.day}),
    ]


@require_POST
@members_only
def organisers(request: Request, pk: int) -> HttpResponse:
    """Adds somebody by her address here, or takes somebody off."""
    viewer = viewer_of(request)
    event = organised(request, pk)
    handle = request.POST.get("handle", "").strip().removeprefix("@").lower()[:120]
    try:
        other = queries.may_be_asked(viewer, event).get(handle=handle)
    except Actor.DoesNotExist:
        messages.error(request, _("Nobody here has this address. Copy it from her profile."))
        return to_desk(event)
    if request.POST.get("act") == "stop":
        stop = partial(actions.stop_organising, viewer, event=event, organiser=other)
        carry_out(request, stop, _("Done."))
        still = queries.visible_events(viewer).filter(pk=event.pk, is_organiser=True).exists()
        return to_desk(event) if still else HttpResponseRedirect(reverse("events"), status=303)
    act = partial(actions.add_organiser, viewer, event=event, organiser=other)
    carry_out(request, act, _("%(name)s organises it too.") % {"name": other.first_name})
    return to_desk(event)
