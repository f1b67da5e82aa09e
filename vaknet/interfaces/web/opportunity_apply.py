"""Applying, looking back at what she wrote, taking it back, and saying yes to a place."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.opportunities import actions, queries, rules, words
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import viewer_of
from vaknet.interfaces.web.forms.applications import ApplyForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.opportunity_doors import of_one_for_members

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity


def to_mine(opportunity: Opportunity) -> HttpResponse:
    return HttpResponseRedirect(reverse("my-application", args=[opportunity.pk]), status=303)


def to_opportunity(opportunity: Opportunity) -> HttpResponse:
    return HttpResponseRedirect(reverse("opportunity", args=[opportunity.pk]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_for_members
def apply(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """One page with all of it. The button says whether it goes to the panel too."""
    viewer = viewer_of(request)
    kept = queries.application(viewer, opportunity)
    if request.method != "POST" and not rules.takes_applications(opportunity, now()):
        return to_mine(opportunity) if kept else to_opportunity(opportunity)
    sends = request.POST.get("act") == "send"
    form = ApplyForm(
        request.POST if request.method == "POST" else None,
        questions=list(opportunity.questions.order_by("position")),
        is_draft=request.method == "POST" and not sends,
        initial=_said_before(kept),
    )

    def keep(_data: dict[str, Any]) -> None:
        actions.keep_application(viewer, opportunity=opportunity, send=sends, **form.said())

    if form.done(keep):
        done = _("Sent. You can change it until it closes.")
        messages.success(request, done if sends else _("Kept."))
        return to_mine(opportunity)
    context = {
        "opportunity": opportunity,
        "form": form,
        "kept": kept,
        "criteria": list(opportunity.criteria.order_by("position")),
        "panel": queries.panel(viewer, opportunity),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/apply.html", context, status=status)


def _said_before(kept: Application | None) -> dict[str, Any]:
    if kept is None:
        return {}
    said: dict[str, Any] = {f"question_{row.question_id}": row.text for row in kept.answers.all()}
    return said | {"for_a_year": kept.kept_agreed_at is not None}


def _hers(request: Request, opportunity: "SeenOpportunity") -> Application:
    kept = queries.application(viewer_of(request), opportunity)
    if kept is None:
        raise Http404
    return kept


@require_safe
@of_one_for_members
def my_application(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """Who did not apply has none."""
    kept, moment = _hers(request, opportunity), now()
    context = {
        "opportunity": opportunity,
        "kept": kept,
        "answers": list(kept.answers.select_related("question").order_by("question__position")),
        "takes": rules.takes_applications(opportunity, moment),
        "is_offered": rules.is_offered(kept, moment),
        "is_on_reserve": rules.is_on_reserve(kept),
        "is_late": opportunity.late_at is not None and rules.is_running(opportunity),
        "reply": _reply(opportunity, kept),
    }
    return render(request, "opportunities/my_application.html", context)


def _reply(opportunity: Opportunity, kept: Application) -> str:
    """Nothing, until everyone heard."""
    if kept.replied_at is None:
        return ""
    return words.letter_to(kept, words.texts_of(opportunity))


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_for_members
def withdraw(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """GET asks whether she is sure."""
    kept = _hers(request, opportunity)
    if request.method != "POST":
        context = {"opportunity": opportunity, "kept": kept}
        return render(request, "opportunities/withdraw.html", context)
    act = partial(actions.withdraw_application, viewer_of(request), opportunity=opportunity)
    carry_out(request, act, _("It is withdrawn. What you wrote is thrown away."))
    return HttpResponseRedirect(reverse("my-applications"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_for_members
def place(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """GET tells what a yes means; POST says yes or no."""
    kept, viewer = _hers(request, opportunity), viewer_of(request)
    if kept.replied_at is None:
        raise Http404
    if request.method != "POST":
        if not rules.is_offered(kept, now()):
            return to_mine(opportunity)
        context = {
            "opportunity": opportunity,
            "kept": kept,
            "organisers": queries.organisers(viewer, opportunity),
        }
        return render(request, "opportunities/place.html", context)
    says_yes = request.POST.get("act") == "yes"
    act = actions.confirm_place if says_yes else actions.decline_place
    done = _("The place is yours. It stands in your mail, with the dates.")
    gone = _("You let the place go. Somebody else gets it now.")
    carry_out(request, partial(act, viewer, opportunity=opportunity), done if says_yes else gone)
    return to_mine(opportunity)
