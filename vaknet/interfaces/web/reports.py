"""Reporting something, and what a member hears of decisions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import actions, queries, rules, unveiling
from vaknet.domain.governance.models import Decision, Kind, Report, Thing
from vaknet.domain.governance.rules import APPEAL_ELSEWHERE
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.earlier import FOUND_BY, page_of
from vaknet.interfaces.web.forms.moderation import AppealForm, ReportForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.links_elsewhere import by_link_from_here

CHANGED_AT = {
    "question": "change-question",
    "answer": "change-answer",
    "post": "change-conversation",
    "reply": "change-reply",
}
IN_ADDRESS = {"vraag": "question", "antwoord": "answer", "bericht": "post", "reactie": "reply"}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def report(request: Request, about: str, pk: int) -> HttpResponse:
    """Not there for what she may not read, and for what is her own."""
    viewer = viewer_of(request)
    try:
        thing = FOUND_BY[IN_ADDRESS[about]](viewer, pk)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    if not rules.may_report(voice(viewer, thing.author_id), thing):
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None)
    title, address = page_of(thing)
    if form.done(lambda said: actions.report(viewer, thing=thing, **said)):
        messages.success(
            request, _("Thank you. A moderator looks at it. The author learns no name.")
        )
        return HttpResponseRedirect(address, status=303)
    context: dict[str, Any] = {
        "form": form,
        "thing": thing,
        "title": title,
        "address": address,
        "nobody": {},
    }
    return render(request, "moderation/report.html", context, status=422 if form.is_bound else 200)


@require_safe
@members_only
def my_reports(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    reports = list(queries.my_reports(viewer))
    decided = queries.decided_for(viewer, reports)
    context = {
        "reports": [(one, decided.get(one.case_id)) for one in reports],
        "decisions": queries.about_me(viewer),
        "unveiled": [(one, _title(one.case.thing)) for one in unveiling.about_me(viewer)],
    }
    return render(request, "moderation/my_reports.html", context)


def _title(thing: Thing | None) -> str:
    return "" if thing is None else page_of(thing)[0]


@require_POST
@members_only
def take_back(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        actions.take_back_report(viewer, report=queries.open_report(viewer, pk))
    except Report.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, _("Your report is taken back."))
    return HttpResponseRedirect(reverse("my-reports"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def decision(request: Request, pk: int) -> HttpResponse:
    """What was decided and why, for its author and who reported it; and the appeal."""
    return _decision(request, viewer_of(request), pk)


@by_link_from_here(
    APPEAL_ELSEWHERE,
    expired=gettext_lazy(
        "This link worked for a month. Ask the people who look after this network."
    ),
)
def decision_elsewhere(request: Request, author: Actor, pk: int) -> HttpResponse:
    """The same for who wrote it on another network, by the link that she got there."""
    return _decision(request, author, pk)


def _decision(request: Request, viewer: Actor, pk: int) -> HttpResponse:
    try:
        held = queries.decision(viewer, pk)
    except Decision.DoesNotExist as missing:
        raise Http404 from missing
    form = AppealForm(request.POST if request.method == "POST" else None)
    if form.done(lambda said: actions.appeal(viewer, decision=held, **said)):
        messages.success(request, _("Your appeal is sent. Somebody else looks at it."))
        return HttpResponseRedirect(request.path, status=303)
    is_author = queries.is_author(viewer, held)
    appeal = queries.my_appeal(viewer, held)
    context: dict[str, Any] = {
        "decision": held,
        "is_author": is_author,
        "thing": held.case.thing if is_author and held.kind != Kind.REMOVE else None,
        "copy": getattr(held.case, "copy", None) if is_author else None,
        "change_at": _change_at(held) if is_author and not viewer.is_remote else "",
        "nobody": {},
        "appeal": appeal,
        "is_undone": appeal is not None and appeal.upheld is False,
        "is_decided_anew": queries.is_decided_anew(appeal),
        "may_appeal": queries.may_appeal(viewer, held),
        "until": held.carried_at and held.carried_at + rules.TERM_OF_APPEAL,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/decision.html", context, status=status)


def _change_at(held: Decision) -> str:
    """Where she can do what was asked; empty when it was not, or is not there any more."""
    thing = held.case.thing
    if held.kind != Kind.CHANGE or thing is None or thing.withdrawn_at is not None:
        return ""
    return reverse(CHANGED_AT[thing._meta.model_name or ""], args=[thing.pk])
