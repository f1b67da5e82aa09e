"""The picture on an event: choosing it, saying what is on it, taking it off, and undoing that."""

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions, queries
from vaknet.domain.events.models import Event, EventCoverFile
from vaknet.interfaces.web.attachments import SANDBOX, picture
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import of_organised_event, viewer_of
from vaknet.interfaces.web.forms.covers import EventCoverForm
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

# In the session, by the event on whose page she changed the picture: of which events, which one was
# there before, and which she put there.
BEFORE = "event_covers_before"
MOST_KEPT = 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_organised_event
def choose(request: Request, event: "SeenEvent") -> HttpResponse:
    """By `act` it is taken off, or what was there before is put back."""
    viewer, is_sent = viewer_of(request), request.method == "POST"
    act = request.POST.get("act", "")
    if act == "back":
        return _put_back(request, event)
    if act == "remove":
        later = request.POST.get("which") == "later"
        was = _covers(viewer, event)
        off = partial(actions.remove_cover, viewer, event=event, later=later)
        carry_out(request, off, _("The picture is gone."))
        return _done(request, event, was)
    form = EventCoverForm(
        *((request.POST, request.FILES) if is_sent else ()),
        standing=event.cover,
        is_of_series=event.series_id is not None,
    )
    was = _covers(viewer, event)
    if form.done(lambda _data: _keep(viewer, event, form)):
        messages.success(request, _("This is the picture now."))
        return _done(request, event, was if form.photo() is not None else {})
    context = {"event": event, "form": form, "can_undo": bool(_before(request, event))}
    return render(request, "events/cover.html", context, status=422 if is_sent else 200)


def _keep(viewer: Actor, event: Event, form: EventCoverForm) -> None:
    chosen, words = form.photo(), form.words()
    description, credit = words["description"], words["credit"]
    later = bool(form.cleaned_data.get("later"))
    if chosen is None:
        actions.say_of_cover(
            viewer, event=event, description=description, credit=credit, later=later
        )
    else:
        actions.choose_cover(
            viewer,
            event=event,
            photo=chosen,
            description=description,
            credit=credit,
            later=later,
        )


def _covers(viewer: Actor, event: Event) -> dict[int, int | None]:
    """Of it and of those that come after it, as it is now."""
    rows = queries.shows_cover_with(viewer, event, later=True)
    return dict(rows.values_list("pk", "cover"))


def _done(request: Request, event: Event, was: dict[int, int | None]) -> HttpResponse:
    """What changed can be put back, once, from the page of the picture."""
    changed = [
        (pk, was[pk], cover)
        for pk, cover in _covers(viewer_of(request), event).items()
        if pk in was and cover != was[pk]
    ]
    if changed:
        kept = request.session.get(BEFORE, {})
        others = [one for one in kept.items() if one[0] != str(event.pk)]
        request.session[BEFORE] = dict([*others[1 - MOST_KEPT :], (str(event.pk), changed)])
    return _to_page(event)


def _before(request: Request, event: Event) -> dict[int, actions.CoverChange]:
    kept = request.session.get(BEFORE, {}).get(str(event.pk), [])
    return {pk: actions.CoverChange(was, put) for pk, was, put in kept}


def _put_back(request: Request, event: Event) -> HttpResponse:
    changes = _before(request, event)
    if changes:  # a double click finds nothing left to undo
        kept = request.session[BEFORE]
        request.session[BEFORE] = {pk: one for pk, one in kept.items() if pk != str(event.pk)}
        back = partial(actions.put_covers_back, viewer_of(request), event=event, changes=changes)
        carry_out(request, back, _("The picture of before is back."))
    return _to_page(event)


def _to_page(event: Event) -> HttpResponse:
    return HttpResponseRedirect(reverse("event-cover", args=[event.pk]), status=303)


@require_safe
@csp_override(SANDBOX)
def cover(request: Request, name: str, side: int) -> HttpResponse:
    """For whoever may know of an event that shows it; to others nothing is there."""
    try:
        file = queries.cover_file(request.viewer, name, side)
    except EventCoverFile.DoesNotExist as missing:
        raise Http404 from missing
    return picture(bytes(file.content), f"{name}.webp")
