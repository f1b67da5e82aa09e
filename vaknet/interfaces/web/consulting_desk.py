"""The desk of the expert, on a telephone; and the screen on the wall."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.models import ConsultationHour, Expert
from vaknet.domain.parts import Words
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.consulting import hour_for
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.consulting import HandOverForm, WalkInForm
from vaknet.interfaces.web.http import Request

ACTS: dict[str, tuple[Callable[..., object], Words]] = {
    "came": (actions.came, _("Good. Take your time.")),
    "done": (actions.done, _("Done. Press Next when you are ready.")),
    "absent": (actions.no_show, _("Noted.")),
    "pass": (actions.pass_over, _("Passed over.")),
    "agree": (actions.agree_to_sit, _("Thank you. This is your desk.")),
    "stepback": (actions.step_back, _("You do not sit here any more.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def desk(request: Request, pk: int) -> HttpResponse:
    """For who sits there or is asked to; to others it does not exist."""
    viewer = viewer_of(request)
    held = hour_for(viewer, pk)
    if not held.is_expert:
        raise Http404
    act = request.POST.get("act", "")
    if act == "next":
        return _next(request, viewer, held)
    if act in ACTS:
        verb, done = ACTS[act]
        carry_out(request, partial(verb, viewer, hour=held), done)
        where = reverse("consultation-hours") if act == "stepback" else _at(pk)
        return HttpResponseRedirect(where, status=303)
    try:
        shown = queries.desk(viewer, held, now=now())
    except Expert.DoesNotExist:
        return render(request, "consulting/asked.html", {"hour": held})
    walk_in = WalkInForm(request.POST if act == "walkin" else None)
    if walk_in.done(lambda data: actions.add_walk_in(viewer, hour=held, **data)):
        messages.success(request, _("There is a number for her."))
        return HttpResponseRedirect(_at(pk), status=303)
    over = HandOverForm(
        request.POST if act == "over" else None, colleagues=shown.colleagues, here=held.pk
    )
    if over.done(lambda data: actions.hand_over(viewer, hour=held, **data)):
        messages.success(request, _("Handed over. Your colleague calls next."))
        return HttpResponseRedirect(_at(pk), status=303)
    form = walk_in if walk_in.is_bound else over
    context = {"desk": shown, "hour": held, "form": form, "over": over, "walk_in": walk_in}
    status = 422 if form.is_bound else 200
    return render(request, "consulting/desk.html", context, status=status)


def _next(request: Request, viewer: Actor, held: ConsultationHour) -> HttpResponse:
    """Said on the page itself who it is."""
    try:
        turn = actions.call_next(viewer, hour=held)
    except Expert.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        if turn is None:
            messages.info(request, _("Nobody waits now."))
    return HttpResponseRedirect(_at(held.pk), status=303)


def _at(pk: int) -> str:
    return reverse("desk", args=[pk])


@require_safe
@members_only
def screen(request: Request, pk: int) -> HttpResponse:
    """Numbers and nobody's name. It asks again by itself every ten seconds."""
    held = hour_for(viewer_of(request), pk)
    context = {"hour": held, "screen": queries.screen(held)}
    name = "consulting/screen.html#numbers" if request.htmx else "consulting/screen.html"
    return render(request, name, context)
