"""What moderators did: by name for managers, and in numbers for everybody."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vaknet.domain.governance import openly
from vaknet.interfaces.web.doors import managers_only, viewer_of
from vaknet.interfaces.web.http import Request

PER_PAGE = 50


@require_safe
@managers_only
def log(request: Request) -> HttpResponse:
    """For managers: who decided what, and when."""
    pages = Paginator(openly.log(viewer_of(request)), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "moderation/log.html", {"page": page})


@require_safe
def figures(request: Request) -> HttpResponse:
    return render(request, "moderation/figures.html", {"quarters": openly.figures()})
