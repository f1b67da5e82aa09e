"""How a group hangs together with others, and putting it to sleep: for its stewards."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions, admission, asleep, ties
from vaknet.domain.groups.models import Group, GroupTie
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.groups import TieForm
from vaknet.interfaces.web.group_care import group_of_steward
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.tied import rows_of


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def together(request: Request, handle: str) -> HttpResponse:
    """What it is to other groups; POST asks another one."""
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    form = TieForm(request.POST if request.method == "POST" else None)
    if form.done(lambda said: _ask(request, viewer, found, said["handle"], said["kind"])):
        return _back(found)
    context = {
        "group": found,
        "form": form,
        "standing": rows_of(found, list(ties.standing_ties(viewer, found))),
        "open": rows_of(found, list(ties.open_ties(viewer, found))),
        "sleep": asleep.sleep_of(found),
    }
    return render(request, "groups/together.html", context, status=422 if form.is_bound else 200)


def _ask(request: Request, viewer: Actor, group: Group, handle: str, kind: str) -> None:
    """A group that she may not know of is as if it were not there."""
    try:
        other = admission.visible_group(viewer, handle)
    except Group.DoesNotExist:
        raise Refused(
            _("No group here has this address. Copy it from the page of the group."),
            field="handle",
        ) from None
    tie = actions.ask_tie(viewer, group=group, other=other, kind=kind)
    name = {"group": other.actor.name}
    if tie.since is None:
        messages.success(request, _("The stewards of %(group)s are asked.") % name)
    else:
        messages.success(request, _("Done: you look after both groups."))


def _back(group: Group) -> HttpResponse:
    return HttpResponseRedirect(reverse("group-ties", args=[group.actor.handle]), status=303)


@require_POST
@members_only
def answer(request: Request, handle: str, pk: int) -> HttpResponse:
    """Agree to what another group asks, or end a tie, also one that was only asked for."""
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    known = ties.open_ties(viewer, found) | ties.standing_ties(viewer, found)
    try:
        tie = known.get(pk=pk)
    except GroupTie.DoesNotExist as missing:
        raise Http404 from missing
    try:
        if request.POST.get("act") == "agree":
            actions.agree_tie(viewer, tie=tie)
            messages.success(request, _("Agreed. The pages of both groups say it."))
        else:
            actions.end_tie(viewer, tie=tie)
            messages.success(request, _("It is over. Nobody is told."))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return _back(found)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def sleep(request: Request, handle: str) -> HttpResponse:
    """GET asks whether she is sure; POST puts it to sleep, or wakes it."""
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    if request.method != "POST":
        return render(request, "groups/sleep.html", {"group": found})
    if request.POST.get("act") == "wake":
        actions.wake(viewer, group=found)
        messages.success(request, _("The group is awake. Ask the first question."))
    else:
        actions.put_to_sleep(viewer, group=found)
        messages.success(request, _("The group sleeps. You can wake it."))
    return _back(found)
