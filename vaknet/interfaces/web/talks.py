"""Talks: three times, pick one, and it stands in both calendars."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import queries as people
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions, calendar, queries, rules
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.talks import PickForm, ProposalForm, TalkOutcomeForm
from vaknet.interfaces.web.free_times import clashing, free_times, slots, value
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.lessons import choices_count
from vaknet.interfaces.web.line import returns_to_line
from vaknet.interfaces.web.seen import reads_matter


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@choices_count
def propose(request: Request, handle: str) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        other = people.person(viewer, handle)
    except Actor.DoesNotExist as missing:
        raise Http404 from missing
    if other.pk == viewer.pk:
        return HttpResponseRedirect(reverse("my-talks"), status=303)
    if not queries.are_acquainted(viewer, other):
        messages.info(request, _("You can propose a talk to people you know. Connect first."))
        return HttpResponseRedirect(reverse("connect", args=[handle]), status=303)
    form = ProposalForm(
        request.POST if request.method == "POST" else None,
        initial={"purpose": request.GET.get("over", "").replace("\0", "")[:300]},
        slots=[value(moment) for moment in slots()],
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            talk = actions.propose_talk(
                viewer,
                invitee=other,
                purpose=data["purpose"],
                times=data["times"],
                location=data["location"],
                minutes=data["minutes"],
            )
        except Refused as refused:
            typed = "date_1" if not form.chosen() else "slot"
            refused.field = typed if refused.field == "times" else refused.field
            form.refuse(refused)
        else:
            messages.success(
                request, _("Proposed. %(name)s picks a time.") % {"name": other.first_name}
            )
            return _to(talk)
    free = free_times(viewer, chosen=form.chosen(), known=request.POST.get("taken"))
    context = {"form": form, "other": other, "free": free}
    return render(request, "talks/propose.html", context, status=422 if form.is_bound else 200)


@require_safe
@members_only
def my_talks(request: Request) -> HttpResponse:
    rows = list(queries.talks(viewer_of(request))[:100])
    moment = now()
    context = {
        "waiting": [talk for talk in rows if talk.agreed_at is None],
        "coming": [talk for talk in rows if talk.starts_at and talk.starts_at >= moment],
        "past": [talk for talk in rows if talk.starts_at and talk.starts_at < moment],
    }
    return render(request, "talks/my_talks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@returns_to_line
@reads_matter("talk")
def talk(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = _talk(viewer, pk)
    if request.POST.get("act") == "outcome":
        return _say_outcome(request, viewer, held)
    form = PickForm(request.POST if request.method == "POST" else None, talk=held)
    if form.is_bound and form.is_valid():
        time = form.times[form.cleaned_data["time"]]
        try:
            actions.pick_time(viewer, talk=held, time=time)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Agreed. Put it in your calendar."))
            return _to(held)
    said = queries.outcome_of(viewer, held)
    outcome_form = TalkOutcomeForm(initial={"note": said.note if said else ""})
    return _talk_page(request, viewer, held, form, outcome_form)


def _say_outcome(request: Request, viewer: Actor, held: Talk) -> HttpResponse:
    """For herself; the pressed button says what came of it."""
    form = TalkOutcomeForm(request.POST)
    if form.is_valid():
        kind, note = request.POST.get("kind", ""), form.cleaned_data["note"]
        try:
            actions.say_outcome(viewer, talk=held, kind=kind, note=note)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Kept. Only you can read it."))
            return _to(held)
    return _talk_page(request, viewer, held, PickForm(talk=held), form)


def _talk_page(
    request: Request, viewer: Actor, held: Talk, form: PickForm, outcome_form: TalkOutcomeForm
) -> HttpResponse:
    may_pick = rules.may_pick_time(viewer, held)
    last_move = queries.last_move(held)
    context = {
        "talk": held,
        "form": form,
        "clashes": clashing(viewer, held) if may_pick and not form.is_bound else set(),
        "last_move": last_move,
        "may_move": rules.may_move(viewer, held, now=now()),
        "may_accept": rules.may_accept_move(viewer, held, last_move, now=now()),
        "was_accepted": rules.was_move_accepted(viewer, last_move),
        "outcome_form": outcome_form,
        "said": queries.outcome_of(viewer, held),
        "may_say_outcome": rules.may_say_outcome(viewer, held, now=now()),
        "other": held.invitee if held.proposer_id == viewer.pk else held.proposer,
        "may_pick": may_pick,
        "may_cancel": rules.may_cancel(viewer, held),
        "was_declined": held.declined_at is not None and held.invitee_id == viewer.pk,
    }
    status = 422 if form.is_bound or outcome_form.is_bound else 200
    return render(request, "talks/talk.html", context, status=status)


@require_POST
@members_only
def decline(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = _talk(viewer, pk)
    try:
        actions.decline_talk(viewer, talk=held)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return _to(held)
    messages.success(request, _("You said no. Nobody is told."))
    return HttpResponseRedirect(reverse("my-talks"), status=303)


@require_POST
@members_only
def cancel(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = _talk(viewer, pk)
    try:
        actions.cancel_talk(viewer, talk=held)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return _to(held)
    messages.success(request, _("The talk is cancelled."))
    return HttpResponseRedirect(reverse("my-talks"), status=303)


@require_safe
@members_only
def calendar_file(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = _talk(viewer, pk)
    if held.agreed_at is None or held.cancelled_at is not None:
        raise Http404
    body = calendar.invitation(held, reader=viewer, base_url=settings.BASE_URL)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8; method=REQUEST")
    response["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return response


def _talk(viewer: Actor, pk: int) -> Talk:
    try:
        return queries.talk(viewer, pk)
    except Talk.DoesNotExist as missing:
        raise Http404 from missing


def _to(talk: Talk) -> HttpResponse:
    return HttpResponseRedirect(reverse("talk", args=[talk.pk]), status=303)
