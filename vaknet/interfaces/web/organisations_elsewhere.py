"""An organisation as everyone reads of it, and letting other networks know of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.events import queries as events
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.queries.managers import looks_after_network
from vaknet.domain.opportunities import queries as opportunities
from vaknet.domain.people import organisations
from vaknet.domain.people.domains import domains_spoken_for
from vaknet.domain.people.models import Organisation
from vaknet.interfaces.web.doors import members_only, viewer_of, while_connected
from vaknet.interfaces.web.forms.elsewhere import LetOutForm, OrganisationAllowForm
from vaknet.interfaces.web.from_elsewhere import follow_from_elsewhere
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pressed import Acts, do_pressed

MOST = 20


@never_cache
@while_connected
@require_safe
def for_everyone(request: Request, handle: str) -> HttpResponse:
    """The same for guests and members: nothing of who works there. What is not known to other
    networks is not there."""
    actor = queries.known(handle)
    if actor is None or actor.kind != Actor.Kind.ORGANISATION:
        raise Http404
    place = actor.organisation
    known = queries.represented_of(place)
    if known is None:  # since the statement before
        raise Http404
    now = timezone.now()
    held = events.in_name_of(events.events_to_come(None, now=now), place)
    offered = opportunities.in_name_of(opportunities.open_opportunities(None, now=now), place)
    context = {
        "organisation": place,
        "domain": known.domain,
        "events": held.filter(published_at__gte=known.since)[:MOST],
        "opportunities": offered.filter(published_at__gte=known.since)[:MOST],
    }
    context |= follow_from_elsewhere(actor)
    return render(request, "people/organisation_for_all.html", context)


@never_cache
@while_connected
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def organisation_federation(request: Request, pk: int) -> HttpResponse:
    """To who may not decide this it is not there."""
    viewer = viewer_of(request)
    place = _place_or_404(viewer, pk)
    known, act = queries.represented_of(place), request.POST.get("act", "")
    decides = queries.may_decide_for(viewer, place)
    names = domains_spoken_for(viewer, place) if decides else []
    form = LetOutForm(request.POST if act == "out" else None, domains=names)
    if act == "out" and form.done(
        lambda given: actions.let_organisation_out(viewer, organisation=place, **given)
    ):
        return _back(request, pk, _("Other networks can find the organisation."))
    if act in {"home", "allow", "keys"}:
        return _acted(request, place, act)
    context = {
        "organisation": place,
        "known": known,
        "address": rules.address_of(place.actor) if known and place.actor else "",
        "form": form if names else None,
        "allow": _allow_form(place) if known and names else None,
        "handles": [f"@{rules.handle_of_domain(name)}" for name in names],
    }
    status = 422 if form.is_bound else 200
    return render(request, "people/organisation_federation.html", context, status=status)


def may_decide(viewer: Actor, place: Organisation) -> bool:
    """Who speaks for it by a domain; while it is known, by that very one. Who looks after this
    network can stop it."""
    if not rules.is_on():
        return False
    if queries.may_decide_for(viewer, place):
        return True
    return looks_after_network(viewer) and queries.represented_of(place) is not None


def _place_or_404(viewer: Actor, pk: int) -> Organisation:
    try:
        place = organisations.organisation(viewer, pk)
    except Organisation.DoesNotExist as missing:
        raise Http404 from missing
    if not may_decide(viewer, place):
        raise Http404
    return place


def _allow_form(place: Organisation) -> OrganisationAllowForm:
    allowed = queries.allowed(place.actor) if place.actor else set()
    return OrganisationAllowForm(initial=dict.fromkeys(allowed, True))


def _acted(request: Request, place: Organisation, act: str) -> HttpResponse:
    """Back to the organisation where it stopped: who looks after the network has no page here any
    more."""
    viewer, actor = viewer_of(request), place.actor
    acts: Acts = {
        "home": (
            lambda: actions.keep_organisation_home(viewer, organisation=place),
            _("Other networks do not find the organisation any more."),
        )
    }
    if actor is not None:
        form = OrganisationAllowForm(request.POST)
        kinds = form.kinds() if form.is_valid() else set()
        acts |= {
            "keys": (lambda: actions.renew_keys(viewer, actor=actor), _("There are new keys.")),
            "allow": (lambda: actions.allow(viewer, actor=actor, kinds=kinds), _("Saved.")),
        }
    back = "organisation" if act == "home" else "organisation-federation"
    return do_pressed(request, acts, back=back, args=[place.pk])


def _back(request: Request, pk: int, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("organisation-federation", args=[pk]), status=303)
