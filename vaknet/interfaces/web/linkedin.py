"""From LinkedIn: upload, look, choose, done. Nothing is written before she has chosen."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.domain.people.found import found_before, found_by, page_name
from vaknet.domain.people.models import Profile
from vaknet.domain.people.suggestions import place_named
from vaknet.domain.refusal import Refused
from vaknet.engine.linkedin import Contact
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.linkedin import ExportForm, left_alone
from vaknet.interfaces.web.forms.linkedin_choice import (
    MOST_PEOPLE,
    ChoiceForm,
    at_first,
    fitting,
    sealed,
    unsealed,
)
from vaknet.interfaces.web.how_often import too_often
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
    export = form.cleaned_data["export"]
    people = _people(request, viewer, export.others.contacts)
    where = export.me.profile.place if export.me.profile else ""
    place = place_named(where.partition(",")[0])
    found = fitting(export, people=[person.pk for person in people], place=place)
    has_place = Profile.objects.filter(actor=viewer, place__isnull=False).exists()
    first = at_first(found, has_place=has_place) | {"read": sealed(viewer, found)}
    choice = ChoiceForm(found, initial=first)
    context = {
        "form": choice,
        "people": people,
        "contacts": len(export.others.contacts),
        "with_address": sum(bool(contact.email) for contact in export.others.contacts),
        "left_alone": left_alone(export),
        "skipped": export.skipped,
    }
    return render(request, "people/linkedin_choice.html", context)


def _people(request: Request, viewer: Actor, contacts: Sequence[Contact]) -> list[Actor]:
    """Members among them who agreed to be found. A few files a day: enough for one's own."""
    emails = {contact.email for contact in contacts if contact.email}
    pages = {contact.url for contact in contacts if page_name(contact.url)}
    if not emails and not pages:
        return []
    if too_often(request, "match_contacts", viewer.pk):
        messages.warning(request, _("You looked for contacts often today. Look again tomorrow."))
        return []
    return list(found_by(viewer, emails=emails, pages=pages)[:MOST_PEOPLE])


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
            if taken.languages or taken.links:
                more = _("And %(languages)d in your languages, %(links)d in your pages elsewhere.")
                counts = {"languages": taken.languages, "links": taken.links}
                messages.success(request, more % counts)
            return HttpResponseRedirect(reverse("my-profile") + "#roles", status=303)
    context = {"form": form, "people": found_before(viewer, found.people)}
    return render(request, "people/linkedin_choice.html", context, status=422)
