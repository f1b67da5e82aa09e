"""Moving: who follows me from other networks is asked to follow me at another address."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.federation import actions, moving, queries, rules
from vaknet.engine.activitypub import Actor as ActorThere
from vaknet.interfaces.web.asking import asks_elsewhere
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.follows_elsewhere import read_elsewhere
from vaknet.interfaces.web.forms.elsewhere import MoveForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pressed import Acts, do_pressed

HERE = "my-move-elsewhere"


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@asks_elsewhere
def my_move_elsewhere(request: Request) -> HttpResponse:
    """Shown first, with a name, before anybody is told: there is no way back for who follows."""
    viewer, act = viewer_of(request), request.POST.get("act", "")
    if act == "take_back":
        said = _("Others are not told any more where you went.")
        acts: Acts = {"take_back": (lambda: actions.take_back_move(viewer), said)}
        return do_pressed(request, acts, back=HERE)
    form = MoveForm(request.POST if request.method == "POST" else None)
    found: list[ActorThere] = []
    if act == "move" and form.done(lambda given: _move(request, given["who"])):
        messages.success(request, _("Who follows you is told now. It can take some hours."))
        return HttpResponseRedirect(reverse(HERE), status=303)
    if act == "find":
        form.done(lambda given: found.append(_found(request, given["who"])))
    context = {
        "form": form,
        "found": found[0] if found else None,
        "is_on": rules.is_on(),
        "is_known": queries.is_known(viewer),
        "address": rules.address_of(viewer),
        "followers": queries.followers_of(viewer).count(),
        "moved": queries.moved_to(viewer),
        "again_on": moving.may_move_again_on(viewer),
    }
    status = 422 if form.is_bound and not found else 200
    return render(request, "people/move_elsewhere.html", context, status=status)


def _found(request: Request, text: str) -> ActorThere:
    """Raises Refused, also for who may not be moved to."""
    there = _read(request, text)
    moving.check_move(viewer_of(request), to=there)
    return there


def _move(request: Request, text: str) -> None:
    actions.move_followers(viewer_of(request), to=_read(request, text))


def _read(request: Request, text: str) -> ActorThere:
    moving.check_may_move(viewer_of(request))
    return read_elsewhere(request, text, field="who")
