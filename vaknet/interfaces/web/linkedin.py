"""From LinkedIn: upload, look, choose, done. Nothing is written before she has chosen."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.people import actions
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.linkedin import ChoiceForm, ExportForm, fitting, sealed, unsealed
from vaknet.interfaces.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def linkedin(request: Request) -> HttpResponse:
    if request.method != "POST":
        return render(request, "people/linkedin.html", {"form": ExportForm()})
    form = ExportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "people/linkedin.html", {"form": form}, status=422)
    viewer = viewer_of(request)
    found = fitting(form.cleaned_data["export"])
    every = [str(number) for number in range(len(found.positions))]
    choice = ChoiceForm(found, initial={"read": sealed(viewer, found), "positions": every})
    return render(request, "people/linkedin_choice.html", {"form": choice})


@require_POST
@members_only
def take_linkedin(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    found = unsealed(viewer, request.POST.get("read", ""))
    if found is None:
        messages.error(request, _("This page is too old. Choose your file once more."))
        return HttpResponseRedirect(reverse("linkedin"), status=303)
    form = ChoiceForm(found, request.POST)
    if form.is_valid():
        try:
            taken = actions.take_from_linkedin(viewer, **form.chosen())
        except Refused as refused:
            form.refuse(refused)
        else:
            said = _("From LinkedIn: %(roles)d new in your roles, %(topics)d in what you know.")
            messages.success(request, said % {"roles": taken.roles, "topics": taken.topics})
            return HttpResponseRedirect(reverse("my-profile") + "#roles", status=303)
    return render(request, "people/linkedin_choice.html", {"form": form}, status=422)
