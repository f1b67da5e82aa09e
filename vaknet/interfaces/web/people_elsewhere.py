"""Somebody on another network who said something here."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.knowledge.queries import elsewhere
from vaknet.interfaces.web.connections import back_to
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def person_elsewhere(request: Request, handle: str, domain: str) -> HttpResponse:
    """What she said here, the way to her own page, and a way to see her no more."""
    viewer = viewer_of(request)
    try:
        other = elsewhere.author_elsewhere(viewer, handle=handle, domain=domain)
    except Actor.DoesNotExist as missing:
        raise Http404 from missing
    if request.method == "POST" and request.POST.get("act") == "block":
        connections.part_from(viewer, other=other)
        messages.success(
            request, _("You blocked %(name)s. Nobody is told.") % {"name": other.first_name}
        )
        return back_to("kept-apart")
    context = {
        "other": other,
        "answers": elsewhere.answers_of(viewer, other)[:SHOWN],
        "replies": elsewhere.replies_of(viewer, other)[:SHOWN],
    }
    return render(request, "people/elsewhere.html", context)
