"""Everything since last time: it goes on until now, and then it ends."""

from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vaknet.domain.groups.models import Group
from vaknet.domain.notices import actions
from vaknet.domain.notices.since import Since, since_last_time, written_in
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import Page, page_number
from vaknet.interfaces.web.search import hits

SIZE = 30
KINDS = {
    "": gettext_lazy("Everything"),
    "vragen": gettext_lazy("Questions and answers"),
    "gesprekken": gettext_lazy("Conversations"),
    "nummers": gettext_lazy("Issues"),
}


@require_safe
@members_only
def since(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    found = since_last_time(viewer, now=timezone.now())
    kind, group = _kind(request), _group(request, found)
    part = partial(written_in, viewer, found, kind=kind, group=group, size=SIZE)
    number = page_number(request)
    written = part(start=(number - 1) * SIZE)
    if written.until is None and number > 1:
        number, written = 1, part()
    context = {
        "since": found,
        "page": Page(hits(written.found), number, has_next=written.has_more),
        "kinds": KINDS,
        "kind": kind,
        "chosen": group,
        "until": written.until,
        "query": _query(kind, group),
    }
    return render(request, "today/since.html", context)


@require_POST
@members_only
def read(request: Request) -> HttpResponse:
    """Up to the last that she was shown, so that what came meanwhile is still new."""
    viewer = viewer_of(request)
    if request.POST.get("act") == "back":
        if actions.take_back_reading(viewer):
            messages.success(request, _("It is there again."))
    else:
        now = timezone.now()
        actions.read_until(viewer, until=last_shown(request, now), now=now)
    return HttpResponseRedirect(reverse("since"), status=303)


def last_shown(request: Request, now: datetime) -> datetime:
    """Up to which moment the page told of things, as it says itself; what is no moment is now, and
    so is what is still to come.
    """
    try:
        found = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        found = None
    return min(found, now) if found is not None and timezone.is_aware(found) else now


def _kind(request: Request) -> str:
    kind = request.GET.get("soort", "")
    return kind if kind in KINDS else ""


def _query(kind: str, group: Group | None) -> str:
    """What the address of another page begins with."""
    chosen = {"soort": kind, "groep": group.actor.handle if group else ""}
    said = urlencode({name: value for name, value in chosen.items() if value})
    return f"{said}&" if said else ""


def _group(request: Request, found: Since) -> Group | None:
    """One of hers; of another it says nothing."""
    handle = request.GET.get("groep", "")
    return next((group for group in found.groups if group.actor.handle == handle), None)
