"""Keeping somebody at a distance: muting, blocking, and coming back to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.people import actions, apart
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to, person_or_404
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def keep_apart(request: Request, handle: str) -> HttpResponse:
    """GET tells what muting and blocking do; POST does one of them."""
    viewer = viewer_of(request)
    other = person_or_404(viewer, handle)
    if other.pk == viewer.pk and request.method != "POST":
        return back_to("my-profile")
    if request.method == "POST":
        try:
            return _keep_apart(request, viewer, other)
        except Refused as refused:
            messages.error(request, str(refused.message))
            return back_to("my-profile")
    context = {"other": other, "is_muted": apart.has_muted(viewer, other)}
    return render(request, "people/keep_apart.html", context)


def _keep_apart(request: Request, viewer: Actor, other: Actor) -> HttpResponse:
    name = {"name": other.first_name}
    if request.POST.get("act") == "block":
        connections.part_from(viewer, other=other)
        messages.success(request, _("You blocked %(name)s. Nobody is told.") % name)
        return back_to("kept-apart")
    if request.POST.get("act") == "mute":
        actions.mute(viewer, other=other)
        messages.success(request, _("You muted %(name)s. Nobody is told.") % name)
    return back_to("kept-apart")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def kept_apart(request: Request) -> HttpResponse:
    """Whom she muted and blocked, each with the way back."""
    viewer = viewer_of(request)
    blocks, mutes = list(apart.blocks_of(viewer)), list(apart.mutes_of(viewer))
    if request.method == "POST":
        others = [block.other for block in blocks] + [mute.other for mute in mutes]
        return _come_back(request, viewer, others)
    return render(request, "people/kept_apart.html", {"blocks": blocks, "mutes": mutes})


def _come_back(request: Request, viewer: Actor, others: list[Actor]) -> HttpResponse:
    ways = {"unblock": actions.unblock, "unmute": actions.unmute}
    way = ways.get(request.POST.get("act", ""))
    handle = request.POST.get("handle", "")
    other = next((one for one in others if one.address == handle), None)
    if way is not None and other is not None:
        way(viewer, other=other)
        messages.success(request, _("%(name)s is back.") % {"name": other.name})
    return back_to("kept-apart")
