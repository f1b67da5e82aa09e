"""What she said and thanked for on other networks, changing it and taking it back: also long after
what it was about stood here."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import AnswerElsewhere
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.taking_part import AnswerElsewhereForm
from vaknet.interfaces.web.how_often import TOO_OFTEN, too_often
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.pages import page_of
from vaknet.interfaces.web.taking_part import ANSWERS, refuse_to_say

THANKS = "bedankt"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def said_elsewhere(request: Request) -> HttpResponse:
    """Her answers, or what she thanked for. What is not hers does nothing."""
    viewer = viewer_of(request)
    if request.method == "POST":
        return _thanks_back(request, viewer)
    is_thanks = request.GET.get("wat") == THANKS
    found = queries.thanks_of(viewer) if is_thanks else queries.answers_of(viewer)

    def rows(start: int, end: int) -> list[object]:
        return list(found[start:end])

    context = {
        "page": page_of(request, rows, size=queries.POSTS_PER_PAGE),
        "is_thanks": is_thanks,
        "may": queries.is_known(viewer),
        "query": f"wat={THANKS}&" if is_thanks else "",
    }
    return render(request, "elsewhere/said.html", context)


def _thanks_back(request: Request, viewer: Actor) -> HttpResponse:
    pk = id_in(request.POST.get("number", ""))
    act = partial(actions.take_back_thanks_elsewhere, viewer, pk=pk)
    carry_out(request, act, _("Your thanks are taken back."))
    return HttpResponseRedirect(f"{reverse('said-elsewhere')}?wat={THANKS}", status=303)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change_elsewhere(request: Request, pk: int) -> HttpResponse:
    """Counted and refused as an answer is. What does not stand any more, and what is not hers, is
    not found; nor is any of it for who is not known elsewhere."""
    try:
        held = queries.answer_to_change(viewer_of(request), pk)
        typed = request.POST if request.method == "POST" else None
        form = AnswerElsewhereForm(typed, initial={"text": held.text})
        if form.done(partial(_change, request, held)):
            return HttpResponseRedirect(reverse("said-elsewhere"), status=303)
    except AnswerElsewhere.DoesNotExist as missing:
        raise Http404 from missing
    status = 422 if form.is_bound else 200
    return render(request, "elsewhere/change.html", {"answer": held, "form": form}, status=status)


def _change(request: Request, held: AnswerElsewhere, given: dict[str, Any]) -> None:
    viewer, text = viewer_of(request), given["text"]
    if too_often(request, ANSWERS, viewer.pk):
        raise Refused(TOO_OFTEN)
    refuse_to_say(viewer, text, before=held.text)
    changed = actions.change_answer_elsewhere(viewer, pk=held.pk, text=text)
    if changed.changed_at != held.changed_at:
        messages.success(request, _("Your answer is changed. We told that network."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def take_back_elsewhere(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST does it."""
    viewer = viewer_of(request)
    found = queries.answers_of(viewer).filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "elsewhere/take_back.html", {"answer": found})
    act = partial(actions.take_back_answer_elsewhere, viewer, pk=pk)
    carry_out(request, act, _("Your answer is taken back. We told that network."))
    return HttpResponseRedirect(reverse("said-elsewhere"), status=303)
