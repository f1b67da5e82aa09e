"""Pages about this network itself, open to everybody."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from vaknet.domain.learning import rules as learning
from vaknet.domain.people import actions
from vaknet.interfaces.web.http import Request

A_YEAR = 365 * 24 * 3600


@require_safe
def about(request: Request) -> HttpResponse:
    return render(request, "info/about.html")


@require_safe
def house_rules(request: Request) -> HttpResponse:
    return render(request, "info/house_rules.html")


@require_safe
def privacy(request: Request) -> HttpResponse:
    context = {"learns": learning.is_on(), "days": learning.kept().days}
    return render(request, "info/privacy.html", context)


@require_safe
def accessibility(request: Request) -> HttpResponse:
    return render(request, "info/accessibility.html", {"contact": settings.DEFAULT_FROM_EMAIL})


@require_POST
def language(request: Request) -> HttpResponse:
    """The same page in the other language; for members also their mail from now on."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_back(request), status=303)
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        actions.set_language(request.user, language=chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _back(request: Request) -> str:
    """Only to a page of ours: no sending people on to an address in a form."""
    asked = request.POST.get("next", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else "/"
