"""The first questions, and the first hello."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.notices import welcome as queries
from vaknet.domain.people import actions
from vaknet.domain.people import queries as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.accounts import WelcomeForm
from vaknet.interfaces.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
def profession(request: Request) -> HttpResponse:
    """Name, profession, one thing she knows, one thing she seeks: then she is a member."""
    if not request.user.is_authenticated:
        return to_the_door(request)
    if request.viewer is not None:
        return HttpResponseRedirect(reverse("my-profile"))
    form = WelcomeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.join(
                request.user,
                name=data["name"],
                profession=data["profession"],
                occupation=people.occupation_named(data["profession"]),
                knows=[data["knows"]],
                seeks=[data["seeks"]] if data["seeks"] else [],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return HttpResponseRedirect(reverse("welcome-people"), status=303)
    status = 422 if form.is_bound else 200
    return render(request, "welcome/profession.html", {"form": form}, status=status)


@require_safe
@members_only
def first_people(request: Request) -> HttpResponse:
    """Up to three people, each with a true reason."""
    suggestions = queries.first_people(viewer_of(request))
    if not suggestions:
        messages.success(request, _("Welcome. This is your start page."))
        return HttpResponseRedirect(reverse("today"))
    return render(request, "welcome/people.html", {"suggestions": suggestions})
