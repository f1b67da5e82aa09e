"""My time or my number, and what I wrote for the expert."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries
from vaknet.domain.parts import Words
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.consulting import hour_for, to_mine
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.consulting import SlotForm
from vaknet.interfaces.web.http import Request

if TYPE_CHECKING:
    from vaknet.domain.consulting.models.hours import SeenHour

ACTS: dict[str, tuple[Callable[..., object], Words]] = {
    "cancel": (actions.cancel_booking, _("Your time is free for somebody else. Thank you.")),
    "leave": (actions.leave_queue, _("You are out of the line.")),
    "withdraw": (actions.withdraw_note, _("Your note is thrown away.")),
    "share": (actions.share_note, _("Whoever helps you now can read your note.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_turn(request: Request, pk: int) -> HttpResponse:
    """The part that changes is asked for again every half minute, and by a plain link."""
    viewer = viewer_of(request)
    held = hour_for(viewer, pk)
    act = request.POST.get("act", "")
    if act in ACTS:
        verb, done = ACTS[act]
        carry_out(request, partial(verb, viewer, hour=held), done)
        gone = act in {"cancel", "leave"}
        return HttpResponseRedirect(
            reverse("consultation-hour" if gone else "my-turn", args=[pk]), status=303
        )
    form = SlotForm(request.POST if act == "move" else None)
    if form.done(lambda data: actions.move_booking(viewer, hour=held, **data)):
        messages.success(request, _("This time is yours now. We mailed it to you."))
        return to_mine(pk)
    context = _context(viewer, held, form)
    if request.htmx and request.method != "POST":
        return render(request, "consulting/mine.html#turn", context)
    status = 422 if form.is_bound else 200
    return render(request, "consulting/mine.html", context, status=status)


def _context(viewer: Actor, held: "SeenHour", form: SlotForm) -> dict[str, Any]:
    moment = now()
    turn = queries.my_turn(viewer, held, now=moment)
    if turn.turn is None and form.is_bound:
        raise Http404
    view = queries.views(viewer, [held], now=moment)[0] if turn.booking is not None else None
    return {"hour": held, "turn": turn, "view": view, "form": form, "erased": held.note_days}
