"""Who sees which part of my profile, and what they then see."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.people import actions, queries
from vaknet.domain.people.visibility import Closeness, audiences, page_is_public
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.who_sees import PUBLIC_TEXT, WhoSeesForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.people import Contact, outsider_context, page_of

AS = {
    "buitenstaander": (Closeness.OUTSIDER, gettext_lazy("somebody outside this network")),
    "lid": (Closeness.MEMBER, gettext_lazy("a member who does not know you")),
    "bekende": (Closeness.CONTACT, gettext_lazy("a contact of yours")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def who_sees(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    is_public = page_is_public(viewer)
    form = WhoSeesForm(
        request.POST if request.method == "POST" else None,
        initial=audiences(viewer),
        is_public=is_public,
    )
    if form.is_bound and form.is_valid():
        agreed_to = PUBLIC_TEXT if form.cleaned_data["agrees"] else ""
        try:
            actions.show_parts(viewer, who_sees=form.parts(), agreed_to=agreed_to)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse(_back(request)), status=303)
    context = {"form": form, "is_public": is_public, "seen_as": AS}
    status = 422 if form.is_bound else 200
    return render(request, "people/who_sees.html", context, status=status)


def _back(request: Request) -> str:
    """Where she came from, by a word: no address of others leads anywhere."""
    return "my-federation" if request.GET.get("terug") == "andere-netwerken" else "who-sees"


@require_safe
@members_only
def seen_as(request: Request, who: str) -> HttpResponse:
    """My page as others see it; nothing on it can be pressed."""
    viewer = viewer_of(request)
    closeness, words = AS.get(who, AS["lid"])
    me = queries.person(viewer, viewer.handle)
    if closeness is Closeness.OUTSIDER:
        seen = queries.profile(viewer, me, closeness)
        context = outsider_context(seen) | {"is_public": page_is_public(viewer)}
        template = "people/public_profile.html"
    else:
        context = page_of(viewer, me, Contact("preview"), closeness)
        template = "people/profile.html"
    return render(request, template, context | {"seen_as": words, "who": who})
