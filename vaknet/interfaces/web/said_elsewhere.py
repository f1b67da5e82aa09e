"""What she said and thanked for on other networks, and taking it back: also long after what it was
about stood here."""

from functools import partial

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.pages import page_of

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
