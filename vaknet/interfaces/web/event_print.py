"""Lists and badges on paper: asked for, waited for, and fetched. For the organisers alone."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.events import actions, queries
from vaknet.domain.events.models import EventPrint
from vaknet.domain.programme import queries as programme
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import of_organised_event, viewer_of
from vaknet.interfaces.web.forms.event_print import BadgesForm
from vaknet.interfaces.web.http import Request
from vaknet.kit.pdf import missing_libraries

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

Kind = EventPrint.Kind
# As they are called in addresses and in the names of files.
NAMES = {"deelnemers": Kind.LIST, "sessies": Kind.SESSIONS, "badges": Kind.BADGES}
# It names people: no proxy and no shared computer keeps it.
HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_organised_event
def on_paper(request: Request, event: "SeenEvent") -> HttpResponse:
    form = BadgesForm()
    if request.method == "POST":
        what = NAMES.get(request.POST.get("what", ""))
        if what is None or missing_libraries():
            raise Http404
        ask = _asking(request, event, what)
        if what != Kind.BADGES:
            carry_out(request, ask, _("We are making it."))
            return _back(event)
        form = BadgesForm(request.POST)
        if form.done(lambda data: ask(**data)):
            messages.success(request, _("We are making it."))
            return _back(event)
    prints = queries.prints_of(event)
    context = {
        "event": event,
        "form": form,
        "kinds": [(name, kind, prints.get(kind)) for name, kind in NAMES.items()],
        "has_sessions": programme.sessions_of(event).filter(kind="workshop").exists(),
        "waits": any(row.is_waiting for row in prints.values()),
        "undrawn": _undrawn(list(prints.values())),
        "printed": [(row, Kind(row.verb.rpartition("_")[2])) for row in queries.who_printed(event)],
        "cannot": bool(missing_libraries()),
    }
    name = "events/on_paper.html" + ("#files" if request.htmx else "")
    return render(request, name, context, status=422 if form.is_bound else 200)


def _asking(request: Request, event: "SeenEvent", kind: Kind) -> Callable[..., EventPrint]:
    language = (get_language() or "nl")[:2]
    by = viewer_of(request)
    return partial(actions.ask_print, by, event=event, kind=kind, language=language)


def _back(event: "SeenEvent") -> HttpResponse:
    return HttpResponseRedirect(reverse("event-on-paper", args=[event.pk]), status=303)


def _undrawn(prints: list[EventPrint]) -> list[str]:
    """Each name once."""
    return list(dict.fromkeys(name for row in prints for name in row.undrawn.splitlines()))


@require_safe
@of_organised_event
def file(request: Request, event: "SeenEvent", name: str) -> HttpResponse:
    try:
        made = queries.printed(event, NAMES.get(name, ""))
    except EventPrint.DoesNotExist as missing:
        raise Http404 from missing
    called = "-".join(filter(None, (name, slugify(event.name)[:60].strip("-"))))
    headers = HEADERS | {"Content-Disposition": f'attachment; filename="{called}.pdf"'}
    return HttpResponse(bytes(made.pdf or b""), content_type="application/pdf", headers=headers)
