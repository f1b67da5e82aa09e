"""What moderators did: by name for managers, and in numbers for everybody."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vaknet.domain.governance import openly
from vaknet.domain.people.managers import is_manager
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request

PER_PAGE = 50


@require_safe
@members_only
def log(request: Request) -> HttpResponse:
    """For managers: who decided what, and when."""
    viewer = viewer_of(request)
    if not is_manager(viewer):
        raise Http404
    pages = Paginator(openly.log(viewer), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "moderation/log.html", {"page": page})


@require_safe
def figures(request: Request) -> HttpResponse:
    return render(request, "moderation/figures.html", {"quarters": openly.figures()})
