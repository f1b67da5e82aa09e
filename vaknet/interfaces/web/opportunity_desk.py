"""The desk of an opportunity. It knows of nobody who applied, until she said yes to a place."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.queries import my_groups
from vaknet.domain.opportunities import actions, queries, rules
from vaknet.domain.opportunities.models import Opportunity
from vaknet.domain.people.domains import spoken_for
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.opportunities import (
    BEGINS_WITH,
    CancelOpportunityForm,
    Closing,
    CriteriaForm,
    HandleForm,
    NewOpportunityForm,
    OpportunityForm,
    PromiseForm,
    as_said,
    closing_said,
    criteria_said,
)
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.opportunity_doors import of_one_for_members, of_organised

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity


def to_desk(opportunity: Opportunity) -> HttpResponse:
    return HttpResponseRedirect(reverse("opportunity-desk", args=[opportunity.pk]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    groups = {f"g{one.pk}": one for one in my_groups(viewer)}
    places = {f"o{one.pk}": one for one in spoken_for(viewer)}
    names = [(key, one.actor.name) for key, one in groups.items()]
    names += [(key, one.name) for key, one in places.items()]
    asked = request.GET.get("groep", "")
    here = next((key for key, one in groups.items() if one.actor.handle == asked), "")
    form = NewOpportunityForm(
        request.POST if request.method == "POST" else None,
        offering=names,
        initial={"offered_by": here, **BEGINS_WITH},
    )
    made: list[Opportunity] = []

    def begin(data: dict[str, Any]) -> None:
        by = data["offered_by"]
        act = partial(actions.begin_opportunity, viewer, details=data["details"])
        made.append(act(group=groups.get(by), organisation=places.get(by)))

    if form.done(begin):
        messages.success(request, _("Your draft is kept. Now say what you look at."))
        return HttpResponseRedirect(reverse("opportunity-form", args=[made[0].pk]), status=303)
    context = {"form": form, "may_offer": bool(names)}
    return render(request, "opportunities/new.html", context, status=422 if form.is_bound else 200)


@require_safe
@of_organised
def desk(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    viewer, moment = viewer_of(request), now()
    context = {
        "opportunity": opportunity,
        "criteria": list(opportunity.criteria.order_by("position")),
        "organisers": queries.organisers(viewer, opportunity),
        "panel": queries.asked_panel(viewer, opportunity),
        "taking_part": queries.taking_part(viewer, opportunity),
        "form": HandleForm(auto_id="panel_%s"),
        "other_form": HandleForm(auto_id="organiser_%s"),
        "takes": rules.takes_applications(opportunity, moment),
        "is_being_read": rules.takes_scores(opportunity, moment),
    }
    return render(request, "opportunities/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised
def change(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    stands = opportunity if opportunity.published_at is not None else None
    form = OpportunityForm(
        request.POST if request.method == "POST" else None,
        stands=stands,
        initial=as_said(opportunity),
    )
    act = partial(actions.change_opportunity, viewer_of(request), opportunity=opportunity)
    if form.done(lambda data: act(details=data["details"])):
        messages.success(request, _("Changed."))
        return to_desk(opportunity)
    context = {"form": form, "opportunity": opportunity}
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/change.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised
def criteria(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """Of a draft alone: after that it is fixed, and there is nothing to fill in."""
    if opportunity.published_at is not None:
        return to_desk(opportunity)
    form = CriteriaForm(
        request.POST if request.method == "POST" else None, initial=criteria_said(opportunity)
    )

    def keep(data: dict[str, Any]) -> None:
        said = {name: data[name] for name in ("criteria", "questions")}
        actions.set_form(viewer_of(request), opportunity=opportunity, **said)

    if form.done(keep):
        messages.success(request, _("Kept. Now ask who reads, and publish it."))
        return to_desk(opportunity)
    context = {"form": form, "opportunity": opportunity}
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/criteria.html", context, status=status)


@require_POST
@of_organised
def publish(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    act = partial(actions.publish_opportunity, viewer_of(request), opportunity=opportunity)
    carry_out(request, act, _("It is out. One can apply now."))
    return to_desk(opportunity)


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_for_members
def move(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """While it is open: longer. After that: another day by which everyone hears, which the panel
    may say too."""
    viewer = viewer_of(request)
    is_open = rules.takes_applications(opportunity, now())
    may = opportunity.is_organiser or (opportunity.is_panellist and not is_open)
    if not may or not rules.is_running(opportunity):
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = Closing(given, initial=closing_said(opportunity)) if is_open else PromiseForm(given)
    act = actions.lengthen if is_open else actions.promise_again

    def say(data: dict[str, Any]) -> None:
        names = ("closes_at", "answer_by") if is_open else ("answer_by",)
        act(viewer, opportunity=opportunity, **{name: data[name] for name in names})

    if form.done(say):
        messages.success(request, _("Changed. Whoever applied is told."))
        name = "opportunity-desk" if opportunity.is_organiser else "panel"
        return HttpResponseRedirect(reverse(name, args=[opportunity.pk]), status=303)
    context = {"form": form, "opportunity": opportunity, "is_open": is_open}
    return render(request, "opportunities/move.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@of_organised
def cancel(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """GET asks whether she is sure, and why."""
    form = CancelOpportunityForm(request.POST if request.method == "POST" else None)
    if opportunity.published_at is None:
        form.fields["reason"].required = False
    act = partial(actions.cancel_opportunity, viewer_of(request), opportunity=opportunity)
    if form.done(lambda data: act(reason=data["reason"])):
        messages.success(request, _("It is cancelled. Whoever applied is told."))
        return HttpResponseRedirect(reverse("opportunities"), status=303)
    context = {"form": form, "opportunity": opportunity}
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/cancel.html", context, status=status)


def _named(request: Request, opportunity: "SeenOpportunity") -> Actor | None:
    """Whom she means, by her address here."""
    handle = request.POST.get("handle", "").strip().removeprefix("@").lower()[:120]
    found = queries.may_be_asked(viewer_of(request), opportunity).filter(handle=handle).first()
    if found is None:
        messages.error(request, _("Nobody here has this address. Copy it from her profile."))
    return found


@require_POST
@of_organised
def organisers(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """Adds somebody by her address here, or takes somebody off."""
    viewer, other = viewer_of(request), _named(request, opportunity)
    if other is None:
        return to_desk(opportunity)
    act: Callable[..., object] = actions.add_organiser
    done = _("%(name)s organises it too.") % {"name": other.first_name}
    if request.POST.get("act") == "stop":
        act, done = actions.stop_organising, _("Done.")
    carry_out(request, partial(act, viewer, opportunity=opportunity, organiser=other), done)
    still = queries.visible_opportunities(viewer).filter(pk=opportunity.pk, is_organiser=True)
    if still.exists():
        return to_desk(opportunity)
    return HttpResponseRedirect(reverse("opportunities"), status=303)


@require_POST
@of_organised
def ask(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """For the panel; or takes somebody off it."""
    other = _named(request, opportunity)
    if other is not None:
        act: Callable[..., object] = actions.ask_panellist
        done = _("%(name)s is asked.") % {"name": other.first_name}
        if request.POST.get("act") == "stop":
            act, done = actions.take_off_panel, _("Done.")
        who = {"opportunity": opportunity, "person": other}
        carry_out(request, partial(act, viewer_of(request), **who), done)
    return to_desk(opportunity)


@require_POST
@of_organised
def cohort(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    act = partial(actions.make_cohort, viewer_of(request), opportunity=opportunity)
    carry_out(request, act, _("The group is there, with everybody who said yes."))
    return to_desk(opportunity)
