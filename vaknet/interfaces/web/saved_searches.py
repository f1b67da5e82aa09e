"""Searches that somebody kept, and what is new for them. Hers alone."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.refusal import Refused
from vaknet.domain.searching import actions, queries
from vaknet.domain.searching.models import News, SavedSearch
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.search import chosen_in, hits, saved_address


@require_POST
@members_only
def keep(request: Request) -> HttpResponse:
    """What was chosen stands in the address, as it does on the page that searches."""
    chosen = chosen_in(request)
    try:
        actions.save_search(
            viewer_of(request),
            text=chosen.text,
            kind=chosen.kind,
            group=chosen.group,
            topic=chosen.topic,
            who=chosen.by,
        )
    except Refused as refused:
        messages.error(request, str(refused.message))
        return HttpResponseRedirect(f"{reverse('search')}?{chosen.query}", status=303)
    messages.success(request, _("Saved. Once a day you hear of what is new."))
    return HttpResponseRedirect(reverse("my-searches"), status=303)


@require_safe
@members_only
def my_searches(request: Request) -> HttpResponse:
    saved = [(one, saved_address(one)) for one in queries.my_searches(viewer_of(request))]
    return render(request, "search/saved.html", {"saved": saved})


@require_POST
@members_only
def on_search(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        saved = queries.my_search(viewer, pk)
    except SavedSearch.DoesNotExist as missing:
        raise Http404 from missing
    match request.POST.get("act"):
        case "pause":
            actions.pause_search(viewer, search=saved)
            messages.success(request, _("Paused. You hear nothing of this search."))
        case "resume":
            actions.resume_search(viewer, search=saved)
            messages.success(request, _("You hear of what is new again."))
        case "delete":
            actions.delete_search(viewer, search=saved)
            messages.success(request, _("The saved search is gone."))
    return HttpResponseRedirect(reverse("my-searches"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def news(request: Request, pk: int) -> HttpResponse:
    """What is new, as far as she may read it now. The button on Today posts here."""
    viewer = viewer_of(request)
    try:
        told = queries.news_for(viewer, pk)
    except News.DoesNotExist as missing:
        raise Http404 from missing
    if request.method == "POST":
        actions.mark_seen(viewer, news=told)
        return HttpResponseRedirect(reverse("search-news", args=[pk]), status=303)
    found = queries.whats_new(told.search, told.since, told.until)
    context = {"news": told, "hits": hits(found), "url": saved_address(told.search)}
    return render(request, "search/news.html", context)
