"""Where the panel reads, gives scores, compares, decides, and tells everyone at once."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.opportunities import actions, comparing, queries, rules, words
from vaknet.domain.opportunities.hints import hint_for
from vaknet.engine.layout import dots
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import viewer_of
from vaknet.interfaces.web.forms.applications import (
    DecideForm,
    ScoresForm,
    TextsForm,
    scores_said,
)
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.opportunity_doors import application_of, of_one_for_members, of_sat

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.applications import ReadApplication
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity


def to_panel(opportunity: "SeenOpportunity") -> HttpResponse:
    return HttpResponseRedirect(reverse("panel", args=[opportunity.pk]), status=303)


def called(opportunity: "SeenOpportunity", one: "ReadApplication", number: int) -> str:
    """Her name, or a number as long as this reader may not know it."""
    if opportunity.hides_names and not one.is_scored:
        return _("Application %(number)d") % {"number": number}
    return one.person.name


def _name(viewer: Actor, opportunity: "SeenOpportunity", one: "ReadApplication") -> str:
    return called(opportunity, one, queries.number_of(viewer, opportunity, one, now=now()))


@require_http_methods(["GET", "HEAD", "POST"])
@of_one_for_members
def panel(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """For who is asked: yes or no. For who sits: what there is to read."""
    if not (opportunity.is_asked or opportunity.is_panellist):
        raise Http404
    if request.method == "POST":
        return _answer(request, opportunity)
    viewer, moment = viewer_of(request), now()
    rows = list(queries.to_read_of(viewer, opportunity, now=moment))
    context = {
        "opportunity": opportunity,
        "criteria": list(opportunity.criteria.order_by("position")),
        "rows": [(one, called(opportunity, one, number)) for number, one in enumerate(rows, 1)],
        "may_be_read": rules.may_be_read(opportunity, moment),
        "takes_scores": rules.takes_scores(opportunity, moment),
        "panel": queries.panel(viewer, opportunity),
    }
    return render(request, "opportunities/panel.html", context)


ANSWERS: dict[str, Callable[..., object]] = {
    "agree": actions.agree_to_sit,
    "decline": actions.decline_to_sit,
}


def _answer(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in ANSWERS:
        raise Http404
    done = _("Thank you. You hear when it closes.") if act == "agree" else _("You do not sit.")
    carry_out(request, partial(ANSWERS[act], viewer_of(request), opportunity=opportunity), done)
    if act == "agree":
        return to_panel(opportunity)
    return HttpResponseRedirect(reverse("opportunities"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@of_sat
def read(request: Request, opportunity: "SeenOpportunity", application: int) -> HttpResponse:
    """One application and her own scores; those of others once she gave hers."""
    viewer = viewer_of(request)
    found = application_of(request, opportunity, application)
    if request.POST.get("act") == "aside":
        step = partial(actions.step_aside, viewer, application=found)
        carry_out(request, step, _("You stepped aside. The others read this one."))
        return to_panel(opportunity)
    form = ScoresForm(
        request.POST if request.method == "POST" else None,
        criteria=list(opportunity.criteria.order_by("position")),
        initial=scores_said(comparing.my_scores(viewer, found)),
    )
    give = actions.give_scores
    if form.done(lambda _data: give(viewer, application=found, said=form.said())):
        messages.success(request, _("Kept. Now you see what the others think."))
        address = reverse("read-application", args=[opportunity.pk, found.pk])
        return HttpResponseRedirect(address, status=303)
    is_open = rules.takes_scores(opportunity, now())
    hint = hint_for(viewer, found) if is_open and not found.is_aside else None
    context = {
        "opportunity": opportunity,
        "application": found,
        "name": _name(viewer, opportunity, found),
        "is_named": not opportunity.hides_names or found.is_scored,
        "answers": [] if found.is_aside else _answers(found),
        "form": form,
        "seen": comparing.scores_of(viewer, found),
        "hint": hint,
        "takes_scores": is_open,
    }
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/read.html", context, status=status)


def _answers(found: "ReadApplication") -> list[Any]:
    return list(found.answers.select_related("question").order_by("question__position"))


@require_safe
@of_sat
def compare(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    viewer, moment = viewer_of(request), now()
    rows = comparing.compared(viewer, opportunity, now=moment)
    named = [(one, called(opportunity, one.application, one.number)) for one in rows]
    context = {
        "opportunity": opportunity,
        "rows": named,
        "drawing": dots.draw([(name, one.means) for one, name in named]),
        "takes_scores": rules.takes_scores(opportunity, moment),
    }
    return render(request, "opportunities/compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_sat
def decide(request: Request, opportunity: "SeenOpportunity", application: int) -> HttpResponse:
    """To who stepped aside it is not there."""
    viewer = viewer_of(request)
    found = application_of(request, opportunity, application)
    if found.is_aside:
        raise Http404
    said = {name: getattr(found, name) for name in ("outcome", "reserve_rank", "reply")}
    form = DecideForm(request.POST if request.method == "POST" else None, initial=said)
    if form.done(lambda data: actions.decide(viewer, application=found, **data)):
        messages.success(request, _("Kept. Nobody hears it before everybody can."))
        address = reverse("compare-applications", args=[opportunity.pk])
        return HttpResponseRedirect(address, status=303)
    context = {
        "opportunity": opportunity,
        "application": found,
        "name": _name(viewer, opportunity, found),
        "seen": comparing.scores_of(viewer, found),
        "form": form,
        "takes_scores": rules.takes_scores(opportunity, now()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/decide.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@of_sat
def replies(request: Request, opportunity: "SeenOpportunity") -> HttpResponse:
    """What everyone will read, the texts for all, and the one press that sends them."""
    viewer, moment = viewer_of(request), now()
    if request.POST.get("act") == "send":
        act = partial(actions.send_replies, viewer, opportunity=opportunity)
        carry_out(request, act, _("Everyone has a reply now."))
        return HttpResponseRedirect(reverse("replies", args=[opportunity.pk]), status=303)
    texts = words.texts_of(opportunity)
    form = TextsForm(request.POST if request.method == "POST" else None, initial=texts)
    keep = actions.keep_standard_texts
    if form.done(lambda data: keep(viewer, opportunity=opportunity, texts=data)):
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("replies", args=[opportunity.pk]), status=303)
    rows = list(queries.to_read_of(viewer, opportunity, now=moment))
    context = {
        "opportunity": opportunity,
        "form": form,
        "rows": [
            (one, called(opportunity, one, number), words.letter_to(one, texts))
            for number, one in enumerate(rows, 1)
            if not one.is_aside
        ],
        "takes_scores": rules.takes_scores(opportunity, moment),
    }
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/replies.html", context, status=status)
