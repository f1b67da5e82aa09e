"""Organisations: who works there, and what they know."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.people import actions, domains
from vaknet.domain.people import organisations as queries
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.forms.organisations import OrganisationForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.organisations_elsewhere import may_decide
from vaknet.interfaces.web.pages import page_of
from vaknet.interfaces.web.periods import role_lines

LONGEST_SEARCH = 80
PER_PAGE = 30
BEFORE = 12


@require_safe
@members_only
def organisations(request: Request) -> HttpResponse:
    text = clean_text(request.GET.get("q", "")).strip()[:LONGEST_SEARCH]
    found = queries.organisations(viewer_of(request), text=text)
    return render(request, "people/organisations.html", {"found": found, "text": text})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def organisation(request: Request, pk: int) -> HttpResponse:
    """POST says what kind it is and how large: for whoever works there."""
    viewer = viewer_of(request)
    try:
        place = queries.organisation(viewer, pk)
    except Organisation.DoesNotExist as missing:
        raise Http404 from missing
    speaks_for_it = domains.may_speak_for(viewer, place)
    standing = list(domains.domains_of(viewer, place))
    posted = request.POST if request.method == "POST" else None
    form = OrganisationForm(posted, organisation=place)
    if form.is_bound and form.is_valid():
        try:
            actions.describe_organisation(viewer, organisation=place, **form.told())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("organisation", args=[pk]), status=303)
    at_domain = domains.has_address_at([proof.domain for proof in standing])
    people = queries.people_at(viewer, place).annotate(at_domain=at_domain)
    context = {
        "organisation": place,
        "page": page_of(
            request,
            lambda start, end: list(people[start:end]),
            size=PER_PAGE,
        ),
        "before": role_lines(list(queries.people_before(viewer, place)[:BEFORE])),
        "topics": queries.topics_at(viewer, place),
        "domains": standing,
        "form": form if speaks_for_it else None,
        "sizes": Organisation.Size.choices,
        "works_here": domains.may_show_domain(viewer, place),
        "decides_elsewhere": may_decide(viewer, place),
    }
    status = 422 if form.is_bound else 200
    return render(request, "people/organisation.html", context, status=status)
