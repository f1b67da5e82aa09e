"""Two accounts of one person become one: asked on the one, proved by a letter to the other."""

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
from vaknet.domain.leaving.merging import Preview, preview
from vaknet.domain.people import actions as people
from vaknet.domain.people.addresses import MERGE
from vaknet.domain.people.models import Merge
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.merging import MergeForm, OtherAccountForm
from vaknet.interfaces.web.fresh import is_fresh
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.ways_in import not_fresh


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def ask_merge(request: Request) -> HttpResponse:
    """The same answer for every address: whether it has an account is in the letter to it."""
    form = OtherAccountForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        if not is_fresh(request):
            return not_fresh(request)
        status = 422
        if form.is_valid():
            if too_often(request, "add_address", request.user.pk):
                form.add_error("email", _("You added many addresses today. Try again tomorrow."))
                status = 429
            elif _ask(request, form):
                return HttpResponseRedirect(reverse("merge-accounts"), status=303)
    return render(request, "leaving/merge.html", {"form": form}, status=status)


def _ask(request: Request, form: OtherAccountForm) -> bool:
    email = form.cleaned_data["email"]
    try:
        people.ask_merge(viewer_of(request), email=email)
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("A letter to %(address)s is on its way.") % {"address": email})
    return True


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def merge_account(request: Request, token: str) -> HttpResponse:
    """By the link in the letter, for who asked for it: what comes along, what clashes, and then."""
    viewer = viewer_of(request)
    try:
        told = _told(viewer, token)
    except (LinkBroken, LinkExpired, Merge.DoesNotExist):
        return render(request, "leaving/no_merge.html", status=404)
    form = MergeForm(told, request.POST if request.method == "POST" else None)
    if form.is_bound:
        if not is_fresh(request):
            return not_fresh(request)
        if form.is_valid() and _merge(viewer, told, form):
            messages.success(request, _("Your two accounts are one now."))
            return HttpResponseRedirect(reverse("my-profile"), status=303)
    status = 422 if form.is_bound else 200
    context = {"told": told, "form": form, "is_fresh": is_fresh(request)}
    return render(request, "leaving/merge_account.html", context, status=status)


def _told(viewer: Actor, token: str) -> Preview:
    grant = read_token(token)
    if (grant.actor_id, grant.purpose) != (viewer.pk, MERGE):
        raise LinkBroken
    return preview(viewer, grant.object_id)


def _merge(viewer: Actor, told: Preview, form: MergeForm) -> bool:
    try:
        actions.merge_accounts(viewer, merge=told.merge, chosen=form.chosen())
    except Refused as refused:
        form.refuse(refused)
        return False
    return True
