"""Moving a talk that is agreed on, and saying that the new time suits."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions, queries, rules
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.talks import MoveForm
from vaknet.interfaces.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def move(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = _talk(viewer, pk)
    if request.method != "POST" and not rules.may_move(viewer, held, now=now()):
        return _to(held)
    form = MoveForm(request.POST if request.method == "POST" else None, talk=held)
    if form.is_bound and form.is_valid():
        try:
            actions.move_talk(viewer, talk=held, to=form.cleaned_data["to"])
        except Refused as refused:
            refused.field = "date" if refused.field == "times" else refused.field
            form.refuse(refused)
        else:
            messages.success(request, _("Moved. Both of you get the new time for your calendars."))
            return _to(held)
    other = held.invitee if held.proposer_id == viewer.pk else held.proposer
    context = {"form": form, "talk": held, "other": other}
    return render(request, "talks/move.html", context, status=422 if form.is_bound else 200)


@require_POST
@members_only
def accept(request: Request, pk: int) -> HttpResponse:
    """With the number of the version that she saw: it may have been moved once more since."""
    viewer = viewer_of(request)
    held = _talk(viewer, pk)
    said = request.POST.get("version", "")
    version = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else -1
    try:
        actions.accept_move(viewer, talk=held, sequence=version)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Good. The new time stands."))
    return _to(held)


def _talk(viewer: Actor, pk: int) -> Talk:
    try:
        return queries.talk(viewer, pk)
    except Talk.DoesNotExist as missing:
        raise Http404 from missing


def _to(talk: Talk) -> HttpResponse:
    return HttpResponseRedirect(reverse("talk", args=[talk.pk]), status=303)
