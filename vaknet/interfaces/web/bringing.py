"""From another Vaknet: upload, look, choose, done. Nothing is written before she has chosen."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.leaving import actions
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.bringing import (
    TOO_LARGE,
    ArchiveForm,
    ChoiceForm,
    sealed,
    unsealed,
)
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def bring(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method != "POST":
        return render(request, "leaving/bring.html", {"form": ArchiveForm()})
    form = ArchiveForm(request.POST, request.FILES)
    if form.is_valid():
        found = form.cleaned_data["archive"]
        try:
            found, seal = sealed(viewer, found)
        except ValueError:
            form.add_error("archive", TOO_LARGE)
        else:
            choice = ChoiceForm(viewer, found)
            choice.initial = {"read": seal, **choice.every()}
            return render(request, "leaving/bring_choice.html", {"form": choice})
    return render(request, "leaving/bring.html", {"form": form}, status=422)


@never_cache
@require_POST
@members_only
def bring_along(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    found = unsealed(viewer, request.POST.get("read", ""))
    if found is None:
        messages.error(request, _("This page is too old. Choose your file once more."))
        return HttpResponseRedirect(reverse("bring"), status=303)
    form = ChoiceForm(viewer, found, request.POST)
    status = 422
    if form.is_valid() and not _may_go_on(request, viewer):
        form.add_error(None, _("You brought a lot along today. Go on tomorrow."))
        status = 429
    elif form.is_valid():
        try:
            actions.bring_along(viewer, chosen=form.chosen())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It is here now. What was here already is there once."))
            return HttpResponseRedirect(reverse("my-profile"), status=303)
    return render(request, "leaving/bring_choice.html", {"form": form}, status=status)


def _may_go_on(request: Request, viewer: Actor) -> bool:
    """Nobody signed the file, so anything can be in it: a few a day are enough for one's own."""
    return not too_often(request, "bring_archive", viewer.pk)
