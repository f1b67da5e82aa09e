"""Closing an account, and coming back to it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.links import LinkBroken, LinkExpired, read_token
from vaknet.domain.activity.models import Actor
from vaknet.domain.leaving import actions
from vaknet.domain.leaving.actions.closing import COME_BACK, REGRET
from vaknet.domain.people import queries as people
from vaknet.domain.people.models import Closure
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import has_left, members_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.closing import ClosingForm
from vaknet.interfaces.web.http import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def close_account(request: Request) -> HttpResponse:
    """What goes, what others keep, and then by typing her name."""
    viewer = viewer_of(request)
    form = ClosingForm(viewer, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.close_account(viewer, answers=form.cleaned_data["answers"])
        except Refused as refused:
            form.refuse(refused)
        else:
            return HttpResponseRedirect(reverse("closed-account"), status=303)
    status = 422 if form.is_bound else 200
    return render(request, "leaving/close.html", {"form": form, "days": REGRET.days}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def closed_account(request: Request) -> HttpResponse:
    """For who left and signs in: until when she can come back, and the button for it."""
    if not has_left(request):
        if request.viewer is not None:
            return HttpResponseRedirect(reverse("my-data"))
        return to_the_door(request)
    actor = request.user.actor
    if actor is None:
        return to_the_door(request)
    if request.method == "POST":
        return _reopened(request, actor)
    return render(request, "leaving/closed.html", {"closure": people.closure(actor)})


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: Request, token: str) -> HttpResponse:
    """By the link in the letter, also for who is not signed in. GET asks."""
    try:
        grant = read_token(token)
        actor = Actor.objects.get(pk=grant.actor_id)
        closure = people.closure(actor)
        if grant.purpose != COME_BACK or grant.object_id != closure.pk:
            raise LinkBroken
    except LinkBroken:
        return render(request, "leaving/no_way_back.html", status=404)
    except (LinkExpired, Actor.DoesNotExist, Closure.DoesNotExist):
        return render(request, "leaving/no_way_back.html", status=410)
    if request.method == "POST":
        return _reopened(request, actor)
    return render(request, "leaving/closed.html", {"closure": closure})


def _reopened(request: Request, actor: Actor) -> HttpResponse:
    back = actions.reopen_account(actor)
    messages.success(request, _("Welcome back, %(name)s.") % {"name": back.first_name})
    return HttpResponseRedirect(reverse("today"), status=303)
