"""For moderators: what was reported, the oldest first, and what they decide about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.rules import is_on
from vaknet.domain.governance import actions, forwarding, moderators, queries, unveiling
from vaknet.domain.governance.advice import AdviceView, advice
from vaknet.domain.governance.models import Appeal, Case, Forwarded, Kind
from vaknet.domain.people.managers import is_manager
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.forms.moderation import (
    STAYS,
    AppealDecisionForm,
    AskAdviceForm,
    DecideForm,
    ForwardForm,
    GiveAdviceForm,
    ShowAgainForm,
    UnveilForm,
)
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.reported import address_of, title_of


@require_safe
@members_only
def cases(request: Request) -> HttpResponse:
    """The first one is open at once. To who does not moderate there is no such page."""
    viewer = viewer_of(request)
    if not moderators.is_moderator(viewer):
        raise Http404
    waiting = list(queries.waiting(viewer))
    if not waiting:
        return render(request, "moderation/case.html", _queue(viewer, []))
    return _page(request, queries.case(viewer, waiting[0].pk), waiting)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def case(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    view = _case_or_404(viewer, pk)
    if request.method != "POST":
        return _page(request, view)
    form = _decide_form(view, request.POST)
    if form.done(lambda said: actions.decide(viewer, case=view.case, **said)):
        return _sent(request, view.case)
    return _page(request, _case_or_404(viewer, pk), form=form)


@require_POST
@members_only
def confirm(request: Request, pk: int) -> HttpResponse:
    """The second pair of eyes sees it the same way."""
    viewer = viewer_of(request)
    view = _case_or_404(viewer, pk)
    try:
        if view.last is None or not view.may_confirm:
            raise Refused(_("Something just happened here. Look at it once more."))
        actions.confirm_removal(viewer, decision=view.last)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return HttpResponseRedirect(reverse("case", args=[pk]), status=303)
    return _sent(request, view.case)


@require_POST
@members_only
def propose_unveiling(request: Request, pk: int) -> HttpResponse:
    """She wants to know who asked without her name, and says why."""
    form = UnveilForm(request.POST, prefix="name")
    told = _("Sent. A second moderator looks at it.")
    return _said(request, pk, actions.propose_unveiling, told, unveil_form=form)


@require_POST
@members_only
def confirm_unveiling(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    view = _case_or_404(viewer, pk)
    try:
        actions.confirm_unveiling(viewer, case=view.case)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("You two read the name now. The asker hears of it, and why."))
    return HttpResponseRedirect(reverse("case", args=[pk]), status=303)


@require_POST
@members_only
def ask_advice(request: Request, pk: int) -> HttpResponse:
    """She asks the others who may decide it."""
    form = AskAdviceForm(request.POST, prefix="ask")
    told = _("Sent. You get a letter when a colleague answers.")
    return _said(request, pk, actions.ask_advice, told, ask_form=form)


@require_POST
@members_only
def give_advice(request: Request, pk: int) -> HttpResponse:
    form = GiveAdviceForm(request.POST, prefix="answer")
    told = _("Sent. Your colleague gets a letter.")
    return _said(request, pk, actions.give_advice, told, answer_form=form)


@require_POST
@members_only
def forward(request: Request, pk: int) -> HttpResponse:
    """To the network of who wrote it."""
    form = ForwardForm(request.POST, prefix="forward")
    told = _("Passed on. Their network decides itself what it does.")
    return _said(request, pk, actions.forward_report, told, forward_form=form)


@require_POST
@members_only
def show_again(request: Request, pk: int) -> HttpResponse:
    """What stands elsewhere and was hidden here."""
    form = ShowAgainForm(request.POST, prefix="again")
    told = _("It can be read here again. Who reported it hears why.")
    return _said(request, pk, actions.show_again, told, again_form=form)


def _said(
    request: Request, pk: int, act: Callable[..., object], told: str, **sent: Form
) -> HttpResponse:
    """What one of the small forms beside a case says. `sent`: that form, by its name in the
    template. `told`: when it is done."""
    viewer = viewer_of(request)
    view = _case_or_404(viewer, pk)
    [form] = sent.values()
    if form.done(lambda said: act(viewer, case=view.case, **said)):
        messages.success(request, told)
        return HttpResponseRedirect(reverse("case", args=[pk]), status=303)
    return _page(request, view, None, **sent)


def _decide_form(view: queries.CaseView, sent: Any = None, **more: Any) -> DecideForm:
    return DecideForm(sent, kinds=view.kinds, case=view.case, **more)


def _sent(request: Request, case: Case) -> HttpResponse:
    if case.elsewhere:
        messages.success(request, _("Sent. Who reported it hears why."))
    elif case.answer_elsewhere_id is not None:
        messages.success(request, _("Sent. Who wrote it hears why, unless you left it."))
    else:
        messages.success(request, _("Sent. Who wrote it and who reported it hear why."))
    return HttpResponseRedirect(reverse("cases"), status=303)


def _case_or_404(viewer: Actor, pk: int) -> queries.CaseView:
    try:
        return queries.case(viewer, pk)
    except Case.DoesNotExist as missing:
        raise Http404 from missing


def _queue(viewer: Actor, waiting: list[Case]) -> dict[str, Any]:
    reasons = queries.most_given(waiting)
    return {
        "waiting": [(one, reasons[one.pk], title_of(one)) for one in waiting],
        "oldest": queries.oldest(waiting),
        "appeals": queries.appeals_waiting(viewer),
        "is_manager": is_manager(viewer),
        "is_connected": is_on(),
    }


def _page(
    request: Request,
    view: queries.CaseView,
    waiting: list[Case] | None = None,
    **sent: Form,
) -> HttpResponse:
    """`sent`: the form that came in and was not right, by its name in the template."""
    viewer = viewer_of(request)
    queue = list(queries.waiting(viewer)) if waiting is None else waiting
    context = _queue(viewer, queue) | {
        "view": view,
        "case": view.case,
        "thing": view.case.thing,
        "address": address_of(viewer, view.case),
        "nobody": {},
        "unveiling": unveiling.unveiling(viewer, view.case),
        "unveil_form": UnveilForm(prefix="name"),
        "form": _decide_form(view, initial=_initial(view)),
        "again_form": ShowAgainForm(prefix="again"),
        **_about_advice(advice(viewer, view.case)),
        **_about_forwarding(viewer, view.case),
    }
    status = 422 if sent else 200
    return render(request, "moderation/case.html", context | sent, status=status)


def _about_advice(view: AdviceView) -> dict[str, Any]:
    waits = {"asked": view.asked.pk} if view.asked else {}
    return {
        "advice": view,
        "ask_form": AskAdviceForm(prefix="ask"),
        "answer_form": GiveAdviceForm(prefix="answer", initial=waits),
    }


def _about_forwarding(viewer: Actor, case: Case) -> dict[str, Any]:
    there = forwarding.addressed(case)
    if there is None:
        return {}
    may = forwarding.may_forward(viewer, case)
    return {
        "forwarded": Forwarded.objects.filter(case=case).order_by("pk"),
        "forward_to": there.host if may else "",
        "forward_form": ForwardForm(prefix="forward"),
    }


def _initial(view: queries.CaseView) -> dict[str, Any]:
    words = _("This was reported: %(reason)s. We held it against the house rules.")
    return {
        "kind": Kind.CHANGE if Kind.CHANGE in view.kinds else Kind.LEAVE,
        "reason": words % {"reason": view.reason.label.lower()},
        "after": view.last.pk if view.last else 0,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def appeal(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    form = AppealDecisionForm(request.POST if request.method == "POST" else None)
    try:
        held = queries.appeal(viewer, pk)
        if form.done(lambda said: _decide_appeal(viewer, held, said)):
            messages.success(request, _("Sent. Who appealed hears why."))
            return HttpResponseRedirect(reverse("cases"), status=303)
    except Appeal.DoesNotExist as missing:
        raise Http404 from missing
    context: dict[str, Any] = {
        "appeal": held,
        "decision": held.decision,
        "thing": held.decision.case.thing,
        "form": form,
        "nobody": {},
    }
    return render(request, "moderation/appeal.html", context, status=422 if form.is_bound else 200)


def _decide_appeal(viewer: Actor, held: Appeal, said: dict[str, Any]) -> None:
    upheld = said["outcome"] == STAYS
    actions.decide_appeal(viewer, appeal=held, upheld=upheld, reason=said["reason"])
