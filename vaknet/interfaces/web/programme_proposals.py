"""Proposing a session, and for organisers: what was proposed, and answering it."""

from collections.abc import Callable
from datetime import time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.programme import actions, proposals
from vaknet.domain.programme.models import Proposal
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, of_event, viewer_of
from vaknet.interfaces.web.forms.moments import moment_said
from vaknet.interfaces.web.forms.programme import (
    AcceptForm,
    CallForm,
    DeclineForm,
    ProposalForm,
    ReviewForm,
)
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.events.models.events import SeenEvent

LAST = time(23, 59)


def _to(event: "SeenEvent", proposal: Proposal | None = None) -> HttpResponse:
    address = reverse("proposals", args=[event.pk])
    if proposal is not None:
        address = reverse("proposal", args=[event.pk, proposal.pk])
    return HttpResponseRedirect(address, status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@of_event
def proposals_of(request: Request, event: "SeenEvent") -> HttpResponse:
    """Hers, and for organisers all that was sent; POST opens the call or changes it."""
    viewer = viewer_of(request)
    call = proposals.call_of(event)
    mine = list(proposals.my_proposals(viewer, event))
    if not (event.is_organiser or mine or proposals.takes_proposals(viewer, event)):
        raise Http404
    form = CallForm(request.POST if request.method == "POST" else None, initial=_said(call, event))
    if request.method == "POST":
        if not event.is_organiser:
            raise Http404
        if form.done(lambda data: _open(request, event, data)):
            messages.success(request, _("Kept. Members can propose sessions until then."))
            return _to(event)
    context = {
        "event": event,
        "call": call,
        "mine": mine,
        "takes": proposals.takes_proposals(viewer, event),
        "waiting": proposals.to_review(viewer, event),
        "form": form if event.is_organiser else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "programme/proposals.html", context, status=status)


def _said(call: Any, event: "SeenEvent") -> dict[str, Any]:
    if call is None:
        return {}
    there = call.open_until.astimezone(ZoneInfo(event.zone))
    return {"open_until": there.date(), "text": call.text}


def _open(request: Request, event: "SeenEvent", data: dict[str, Any]) -> None:
    try:
        until = moment_said(data["open_until"], LAST, event.zone)
    except OverflowError as too_far:
        raise Refused(_("Choose another day."), field="open_until") from too_far
    actions.open_call(viewer_of(request), event=event, open_until=until, text=data["text"])


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@of_event
def new(request: Request, event: "SeenEvent") -> HttpResponse:
    viewer = viewer_of(request)
    if not proposals.takes_proposals(viewer, event):
        raise Http404
    form = ProposalForm(request.POST if request.method == "POST" else None)
    kept: list[Proposal] = []
    if form.done(lambda data: kept.append(actions.keep_proposal(viewer, event=event, **data))):
        return _kept(request, event, kept[0], form)
    return _write(request, event, form)


def _write(
    request: Request, event: "SeenEvent", form: ProposalForm, proposal: Proposal | None = None
) -> HttpResponse:
    context = {
        "event": event,
        "form": form,
        "call": proposals.call_of(event),
        "proposal": proposal,
    }
    status = 422 if form.is_bound else 200
    return render(request, "programme/propose.html", context, status=status)


def _kept(
    request: Request, event: "SeenEvent", proposal: Proposal, form: ProposalForm
) -> HttpResponse:
    """The button says whether it goes to the organisers too."""
    if request.POST.get("act") != "send":
        messages.success(request, _("Kept. Only you read it until you send it."))
        return _to(event, proposal)
    try:
        actions.send_proposal(viewer_of(request), proposal=proposal)
    except Refused as refused:
        form.refuse(refused)
        return _write(request, event, form, proposal)
    messages.success(request, _("Sent. You hear from the organisers, whatever they choose."))
    return _to(event)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@of_event
def proposal(request: Request, event: "SeenEvent", proposal: int) -> HttpResponse:
    """To who wrote it her form, or how it stands; to organisers what they judge."""
    viewer = viewer_of(request)
    try:
        found = proposals.proposal(viewer, event, proposal)
    except Proposal.DoesNotExist as missing:
        raise Http404 from missing
    if found.proposer_id == viewer.pk:
        return _hers(request, event, found)
    if request.method != "POST":
        return _judge(request, event, found)
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    return ACTS[act](request, event, found)


def _hers(request: Request, event: "SeenEvent", found: Proposal) -> HttpResponse:
    viewer = viewer_of(request)
    if request.POST.get("act") == "withdraw":
        act = actions.withdraw_proposal
        carry_out(request, lambda: act(viewer, proposal=found), _("It is withdrawn."))
        return HttpResponseRedirect(reverse("programme", args=[event.pk]), status=303)
    if found.is_answered or not proposals.takes_proposals(viewer, event):
        context = {"event": event, "proposal": found}
        return render(request, "programme/my_proposal.html", context)
    initial = {name: getattr(found, name) for name in ("title", "abstract", "minutes", "needs")}
    form = ProposalForm(request.POST if request.method == "POST" else None, initial=initial)
    keep = actions.keep_proposal
    if form.done(lambda data: keep(viewer, event=event, proposal=found, **data)):
        found.refresh_from_db()
        return _kept(request, event, found, form)
    return _write(request, event, form, found)


def _judge(request: Request, event: "SeenEvent", found: Proposal, **forms: Any) -> HttpResponse:
    viewer = viewer_of(request)
    reviewed = proposals.reviews_of(viewer, event, found)
    mine = reviewed.mine if reviewed else None
    context = {
        "event": event,
        "proposal": found,
        "reviewed": reviewed,
        "review": ReviewForm(initial={"score": mine.score, "note": mine.note} if mine else None),
        "accept": AcceptForm(event=event),
        "decline": DeclineForm(),
        "forms_with_errors": bool(forms),
        **forms,
    }
    return render(request, "programme/judge.html", context, status=422 if forms else 200)


def _review(request: Request, event: "SeenEvent", found: Proposal) -> HttpResponse:
    form, viewer = ReviewForm(request.POST), viewer_of(request)
    if form.done(lambda data: actions.review_proposal(viewer, proposal=found, **data)):
        messages.success(request, _("Kept. Now you see what others think."))
        return _to(event, found)
    return _judge(request, event, found, review=form)


def _accept(request: Request, event: "SeenEvent", found: Proposal) -> HttpResponse:
    form, viewer = AcceptForm(request.POST, event=event), viewer_of(request)

    def accept(data: dict[str, Any]) -> None:
        moments = {name: data[name] for name in ("starts_at", "ends_at")}
        actions.accept_proposal(viewer, proposal=found, reply=data["reply"], **moments)

    if form.done(accept):
        messages.success(request, _("It is a draft in the programme now. She hears of it."))
        return _to(event)
    return _judge(request, event, found, accept=form)


def _decline(request: Request, event: "SeenEvent", found: Proposal) -> HttpResponse:
    form, viewer = DeclineForm(request.POST), viewer_of(request)
    if form.done(lambda data: actions.decline_proposal(viewer, proposal=found, **data)):
        messages.success(request, _("She gets your words in a letter."))
        return _to(event)
    return _judge(request, event, found, decline=form)


ACTS: dict[str, Callable[..., HttpResponse]] = {
    "review": _review,
    "accept": _accept,
    "decline": _decline,
}
