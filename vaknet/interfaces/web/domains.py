"""Showing that a domain name belongs to the organisation where one works."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions, domains
from vaknet.domain.people import organisations as queries
from vaknet.domain.people.models import DomainProof, Organisation
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.domains import DomainForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.organisations_elsewhere import may_decide


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def organisation_domains(request: Request, pk: int) -> HttpResponse:
    """POST asks to look for a domain, or proves one by an address there."""
    viewer = viewer_of(request)
    place = _place_or_404(viewer, pk)
    form = DomainForm(request.POST if request.method == "POST" else None)
    try:
        if "by_mail" in request.POST:
            domain = request.POST["by_mail"]
            proof = actions.prove_domain_by_mail(viewer, organisation=place, domain=domain)
            said = (
                _("%(domain)s belongs to it now.")
                if proof.since
                else _("Your network looks first whether %(domain)s is right.")
            )
            messages.success(request, said % {"domain": domain})
            return back_to("organisation-domains", pk)
        if form.is_bound and form.is_valid():
            actions.ask_domain(viewer, organisation=place, domain=form.cleaned_data["domain"])
            return back_to("organisation-domains", pk)
    except Refused as refused:
        form.refuse(refused)
    asked = domains.asked_domains(viewer, place)
    spoken_for = domains.domains_spoken_for(viewer, place)
    context = {
        "organisation": place,
        "standing": [
            (proof, proof.domain in spoken_for) for proof in domains.domains_of(viewer, place)
        ],
        "asked": [proof for proof in asked if proof.way == DomainProof.Way.DNS],
        "waiting": [proof for proof in asked if proof.way == DomainProof.Way.MAIL],
        "by_mail": domains.provable_by_mail(viewer, place),
        "form": form,
        "now": timezone.now(),
        "record": domains.RECORD,
        "value": domains.VALUE,
        "decides_elsewhere": may_decide(viewer, place),
    }
    status = 422 if form.is_bound else 200
    part = "people/domains.html#asked" if request.htmx else "people/domains.html"
    return render(request, part, context, status=status)


@require_POST
@members_only
def on_domain(request: Request, pk: int, proof: int) -> HttpResponse:
    """Look now, or stop; and back to the list."""
    viewer = viewer_of(request)
    place = _place_or_404(viewer, pk)
    try:
        found = domains.domain_proof(viewer, place, proof)
    except DomainProof.DoesNotExist as missing:
        raise Http404 from missing
    if request.POST.get("act") == "look":
        actions.look_again(viewer, proof=found)
    if request.POST.get("act") == "withdraw":
        actions.withdraw_domain(viewer, proof=found)
        told = {"domain": found.domain}
        said = _("%(domain)s is off. You can add it again.") % told
        messages.success(request, said)
    return back_to("organisation-domains", pk)


def _place_or_404(viewer: Actor, pk: int) -> Organisation:
    """Only for who works there."""
    try:
        place = queries.organisation(viewer, pk)
    except Organisation.DoesNotExist as missing:
        raise Http404 from missing
    if not domains.may_show_domain(viewer, place):
        raise Http404
    return place
