"""Linking and unlinking another system that lets me in, on the page with my ways to sign in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.people import actions, queries
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import sign_in_with
from vaknet.interfaces.web.accounts import safe_next
from vaknet.interfaces.web.doors import members_only
from vaknet.interfaces.web.fresh import is_fresh
from vaknet.interfaces.web.http import Request


def shown_to(request: Request) -> dict[str, Any]:
    """What the page with my ways to sign in says of it."""
    rows = queries.identities(request.user)
    known = {provider.id: provider.name for provider in sign_in_with.providers()}
    linked = [(row, known.get(row.provider, row.provider)) for row in rows]
    return {"linked": linked, "providers": sign_in_with.providers()}


@never_cache
@require_POST
@members_only
def begin_link(request: Request, provider: str) -> HttpResponse:
    if not is_fresh(request):
        return _not_fresh(request)
    intent = {"account": request.user.pk}
    return sign_in_with.go(request, sign_in_with.named(provider), intent)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def link(request: Request) -> HttpResponse:
    """Who came back from there, shown before it counts: it may be somebody else's browser."""
    kept = sign_in_with.pending(request)
    if not kept:
        return _options()
    if not is_fresh(request):
        return _not_fresh(request)
    if request.method != "POST":
        told = {"provider": sign_in_with.named(kept["provider"]), "shown": kept["shown"]}
        return render(request, "accounts/link.html", told)
    if request.POST.get("act") != "link":
        del request.session[sign_in_with.PENDING]
        messages.success(request, _("Nothing was linked."))
        return HttpResponseRedirect(safe_next(request, kept["next"]), status=303)
    del request.session[sign_in_with.PENDING]
    try:
        told = {key: kept[key] for key in ("provider", "subject", "shown")}
        actions.link_identity(request.user, **told)
    except Refused as refused:
        messages.warning(request, str(refused.message))
        return _options()
    messages.success(request, _("Linked. Next time you can sign in with it."))
    return HttpResponseRedirect(safe_next(request, kept["next"]), status=303)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def unlink(request: Request, pk: int) -> HttpResponse:
    """Twice is no mistake."""
    mine = [pair for pair in shown_to(request)["linked"] if pair[0].pk == pk]
    if not mine:
        return _options()
    if not is_fresh(request):
        return _not_fresh(request)
    identity, name = mine[0]
    if request.method != "POST":
        return render(request, "accounts/unlink.html", {"identity": identity, "name": name})
    actions.unlink_identity(request.user, pk=pk)
    messages.success(request, _("Unlinked. A code by mail always works."))
    return _options()


def _not_fresh(request: Request) -> HttpResponse:
    messages.warning(request, _("Sign in again first. Then you can change your ways to sign in."))
    return _options()


def _options() -> HttpResponse:
    return HttpResponseRedirect(reverse("sign-in-options"), status=303)
