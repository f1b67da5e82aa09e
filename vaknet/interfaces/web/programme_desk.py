"""The desk of a programme: rooms, sessions, rounds and speakers. For who organises the event."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from vaknet.domain.programme import actions, proposals, queries
from vaknet.domain.programme.line import programme_of
from vaknet.domain.programme.models import ProgrammeRoom, Session, Speaker
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import of_organised_event, viewer_of
from vaknet.interfaces.web.forms.programme import (
    AskSpeakerForm,
    CancelForm,
    NameSpeakerForm,
    RoomForm,
    RoundForm,
    SessionForm,
    said_of,
)
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.events.models import Event
    from vaknet.domain.events.models.events import SeenEvent


def to_desk(event: "Event") -> HttpResponse:
    return HttpResponseRedirect(reverse("make-programme", args=[event.pk]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised_event
def desk(request: Request, event: "SeenEvent") -> HttpResponse:
    """All of it; POST publishes what is a draft still."""
    viewer = viewer_of(request)
    if request.method == "POST":
        number = actions.publish_programme(viewer, event=event)
        said = ngettext("%(number)d session is out.", "%(number)d sessions are out.", number)
        messages.success(request, said % {"number": number})
        return to_desk(event)
    found = programme_of(viewer, event)
    speakers = queries.speakers_of(viewer, event, for_organisers=True)
    for item in found.items:
        item.speakers = speakers.get(item.session.pk, [])
    context = {
        "event": event,
        "programme": found,
        "rooms": queries.rooms(event),
        "call": proposals.call_of(event),
    }
    return render(request, "programme/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised_event
def new_session(request: Request, event: "SeenEvent") -> HttpResponse:
    form = SessionForm(_sent(request), event=event, rooms=queries.rooms(event))
    viewer = viewer_of(request)
    if form.done(lambda _d: actions.plan_session(viewer, event=event, details=form.details())):
        messages.success(request, _("Planned. Publish the programme when it is right."))
        return to_desk(event)
    return _form_page(request, event, form, _("A new session"), _("Plan it"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised_event
def new_round(request: Request, event: "SeenEvent") -> HttpResponse:
    form = RoundForm(_sent(request), event=event, rooms=queries.rooms(event))
    viewer = viewer_of(request)

    def plan(data: dict[str, Any]) -> None:
        actions.plan_round(viewer, event=event, name=data["name"], sessions=form.details())

    if form.done(plan):
        messages.success(request, _("Planned. Publish the programme when it is right."))
        return to_desk(event)
    return _form_page(request, event, form, _("A new round"), _("Plan it"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised_event
def new_room(request: Request, event: "SeenEvent") -> HttpResponse:
    form = RoomForm(_sent(request))
    viewer = viewer_of(request)
    if form.done(lambda data: actions.keep_room(viewer, event=event, **data)):
        messages.success(request, _("Kept."))
        return to_desk(event)
    return _form_page(request, event, form, _("A new room"), _("Keep it"))


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised_event
def change_room(request: Request, event: "SeenEvent", room: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = next((one for one in queries.rooms(event) if one.pk == room), None)
    if held is None:
        raise Http404
    if request.POST.get("act") == "remove":
        carry_out(request, lambda: actions.remove_room(viewer, room=held), _("The room is gone."))
        return to_desk(event)
    initial = {name: getattr(held, name) for name in ("name", "note", "capacity")}
    form = RoomForm(_sent(request), initial=initial)
    if form.done(lambda data: actions.keep_room(viewer, event=event, room=held, **data)):
        messages.success(request, _("Kept."))
        return to_desk(event)
    return _form_page(request, event, form, held.name, _("Keep it"), room=held)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised_event
def change_session(request: Request, event: "SeenEvent", session: int) -> HttpResponse:
    """One page: what it is, who speaks, and cancelling it. `act` says which of them was sent."""
    held = queries.sessions_of(event).select_related("event").filter(pk=session).first()
    if held is None or held.cancelled_at is not None:
        raise Http404
    if request.method != "POST":
        return _session_page(request, event, held)
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    return ACTS[act](request, event, held)


def _change(request: Request, event: "SeenEvent", held: Session) -> HttpResponse:
    form = SessionForm(request.POST, event=event, rooms=queries.rooms(event))
    viewer = viewer_of(request)
    if form.done(lambda _d: actions.change_session(viewer, session=held, details=form.details())):
        messages.success(request, _("Kept. Who it concerns hears of another time or room."))
        return to_desk(event)
    return _session_page(request, event, held, form=form)


def _ask(request: Request, event: "SeenEvent", held: Session) -> HttpResponse:
    form = AskSpeakerForm(request.POST)
    viewer = viewer_of(request)
    if form.done(lambda data: actions.ask_speaker(viewer, session=held, **data)):
        messages.success(request, _("Asked. The name stands in the programme after a yes."))
        return _to_session(event, held)
    return _session_page(request, event, held, ask=form)


def _name(request: Request, event: "SeenEvent", held: Session) -> HttpResponse:
    form = NameSpeakerForm(request.POST)
    viewer = viewer_of(request)
    if form.done(lambda data: actions.name_speaker(viewer, session=held, **data)):
        messages.success(request, _("The name stands in the programme."))
        return _to_session(event, held)
    return _session_page(request, event, held, named=form)


def _remove(request: Request, event: "SeenEvent", held: Session) -> HttpResponse:
    try:
        row = queries.standing_speaker(held, request.POST.get("speaker", ""))
    except Speaker.DoesNotExist as missing:
        raise Http404 from missing
    viewer = viewer_of(request)
    carry_out(request, lambda: actions.remove_speaker(viewer, speaker=row), _("Taken off."))
    return _to_session(event, held)


def _cancel(request: Request, event: "SeenEvent", held: Session) -> HttpResponse:
    form = CancelForm(request.POST)
    viewer = viewer_of(request)
    if form.done(lambda data: actions.cancel_session(viewer, session=held, **data)):
        was_out = held.published_at is not None
        said = _("Cancelled. Who signed up hears it.") if was_out else _("The draft is gone.")
        messages.success(request, said)
        return to_desk(event)
    return _session_page(request, event, held, cancel=form)


ACTS: dict[str, Callable[..., HttpResponse]] = {
    "change": _change,
    "ask": _ask,
    "name": _name,
    "remove": _remove,
    "cancel": _cancel,
}


def _to_session(event: "SeenEvent", held: Session) -> HttpResponse:
    address = reverse("change-session", args=[event.pk, held.pk])
    return HttpResponseRedirect(f"{address}#speakers", status=303)


def _session_page(
    request: Request, event: "SeenEvent", held: Session, **forms: Any
) -> HttpResponse:
    viewer = viewer_of(request)
    rooms: list[ProgrammeRoom] = queries.rooms(event)
    context = {
        "event": event,
        "session": held,
        "speakers": queries.speakers_in(viewer, held, for_organisers=True),
        "form": SessionForm(event=event, rooms=rooms, initial=said_of(held)),
        "ask": AskSpeakerForm(),
        "named": NameSpeakerForm(),
        "cancel": CancelForm(),
        "forms_with_errors": bool(forms),
        **forms,
    }
    return render(request, "programme/change.html", context, status=422 if forms else 200)


def _sent(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _form_page(
    request: Request, event: "SeenEvent", form: Any, title: str, button: str, **more: Any
) -> HttpResponse:
    context = {"event": event, "form": form, "title": title, "button": button, **more}
    status = 422 if form.is_bound else 200
    return render(request, "programme/form.html", context, status=status)
