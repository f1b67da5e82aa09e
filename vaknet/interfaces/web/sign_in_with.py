"""Signing in with another system that the operator trusts: going there, and coming back.

Whom nobody knows yet goes on by mail, as everybody: what she came with waits in her session, to be
linked once she is in.
"""

import logging
from importlib import import_module
from time import time
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.interfaces.web import oidc
from vaknet.interfaces.web.accounts import safe_next
from vaknet.interfaces.web.entering import Proof, enter
from vaknet.interfaces.web.forms.accounts import EmailForm
from vaknet.interfaces.web.how_often import TOO_OFTEN, too_often
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.visitors import CANCELLED, STALE, WORDS, Trouble, Visitor
from vaknet.providers import Provider

log = logging.getLogger("vaknet.sign_in")

PENDING = "sign_in_pending"
PENDING_SECONDS = 60 * 60


def providers() -> list[Provider]:
    return list(settings.SIGN_IN_PROVIDERS.values())


def named(name: str, kind: str = "") -> Provider | None:
    found: Provider | None = settings.SIGN_IN_PROVIDERS.get(name)
    return found if found and kind in {"", found.kind} else None


@never_cache
@require_POST
def sign_in_with(request: Request, provider: str) -> HttpResponse:
    wanted = safe_next(request, request.POST.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(wanted, status=303)
    return go(request, named(provider), {"next": wanted})


def go(request: Request, provider: Provider | None, intent: dict[str, Any]) -> HttpResponse:
    """A page that sends the browser on by itself: a form of ours may not lead elsewhere."""
    if provider is None:
        return _back(request, _("That way to sign in is not there any more."))
    if too_often(request, "sign_in_with"):
        return _back(request, str(TOO_OFTEN))
    try:
        url = _speaking(provider).begin(request, provider, intent=intent)
    except Trouble as trouble:
        return _trouble(request, provider, trouble)
    return render(request, "accounts/going_to.html", {"provider": provider, "url": url})


def _speaking(provider: Provider) -> Any:
    """The module for what it speaks; that of SAML is large, and only read where it is used."""
    if provider.kind == "saml":
        return import_module("vaknet.interfaces.web.saml")
    return oidc


@never_cache
@sensitive_variables("visitor")
@require_GET
def came_back(request: Request, provider: str) -> HttpResponse:
    """By the link of the provider, once: the state of before goes with the first look at it."""
    return _finished(request, named(provider, "oidc"))


@never_cache
@csrf_exempt
@sensitive_post_parameters("SAMLResponse")
@require_POST
def saml_answer(request: Request, provider: str) -> HttpResponse:
    """Posted by a page of the provider, so without our cookie: a page of ours posts it once more.

    That page sets no cookie either, or the one of before would be lost.
    """
    known = named(provider, "saml")
    if known is None:
        return HttpResponseRedirect(reverse("sign-in"), status=303)
    sent = {name: request.POST.get(name, "") for name in ("SAMLResponse", "RelayState")}
    return render(request, "accounts/saml_answer.html", {"sent": sent, "provider": known})


@never_cache
@csrf_exempt
@sensitive_post_parameters("SAMLResponse")
@require_POST
def saml_finish(request: Request, provider: str) -> HttpResponse:
    """Its own state, in the session of this browser, is what keeps strangers' forms out."""
    return _finished(request, named(provider, "saml"))


@require_GET
def saml_metadata(request: Request, provider: str) -> HttpResponse:
    known = named(provider, "saml")
    if known is None:
        return HttpResponseRedirect(reverse("sign-in"), status=303)
    told = _speaking(known).metadata(request, known)
    return HttpResponse(told, content_type="application/samlmetadata+xml")


def _finished(request: Request, provider: Provider | None) -> HttpResponse:
    if provider is None:
        return _back(request, _("That way to sign in is not there any more."))
    speaking = _speaking(provider)
    try:
        state = speaking.intent_of(request, provider)
        visitor = speaking.finish(request, provider, state)
    except Trouble as trouble:
        return _trouble(request, provider, trouble)
    return _received(request, provider, visitor, state["data"])


def _received(
    request: Request, provider: Provider, visitor: Visitor, intent: dict[str, Any]
) -> HttpResponse:
    if "account" in intent:
        if request.user.pk != intent["account"]:
            return _trouble(request, provider, Trouble(STALE))
        _keep(request, visitor, reverse("sign-in-options"))
        return HttpResponseRedirect(reverse("link-sign-in"), status=303)
    account = _account_of(provider, visitor)
    if account is None:
        _keep(request, visitor, intent["next"])
        return HttpResponseRedirect(reverse("sign-in-unknown"), status=303)
    proof = Proof("socialaccount", via=provider.name, is_enough=not provider.second_step)
    return enter(request, account, proof, intent["next"])


def _account_of(provider: Provider, visitor: Visitor) -> Account | None:
    """Whose this is by a link; or else, at first use, by an address that the provider proved."""
    told = {"provider": visitor.provider, "subject": visitor.subject}
    account = actions.use_identity(**told)
    if account is None and provider.vouches_for(visitor.email):
        account = actions.link_by_address(**told, shown=visitor.shown, email=visitor.email)
    return account


def _keep(request: Request, visitor: Visitor, wanted: str) -> None:
    request.session[PENDING] = {
        "provider": visitor.provider,
        "subject": visitor.subject,
        "shown": visitor.shown,
        "next": wanted,
        "at": time(),
    }


def pending(request: Request) -> dict[str, Any]:
    """Who came back and is not linked yet; empty when there is nobody, or it was long ago."""
    kept: dict[str, Any] = request.session.get(PENDING, {})
    fresh = kept and time() - kept["at"] < PENDING_SECONDS and named(kept["provider"])
    return kept if fresh else {}


@never_cache
@require_GET
def unknown(request: Request) -> HttpResponse:
    """Nobody here is linked to it: the same words for a member and for somebody new."""
    kept = pending(request)
    if not kept or request.user.is_authenticated:
        return HttpResponseRedirect(reverse("sign-in"))
    email = kept["shown"] if "@" in kept["shown"] else ""
    shown = {
        "form": EmailForm(initial={"email": email}),
        "provider": named(kept["provider"]),
        "shown": kept["shown"],
        "next": reverse("link-sign-in"),
    }
    return render(request, "accounts/unknown.html", shown)


def _trouble(request: Request, provider: Provider, trouble: Trouble) -> HttpResponse:
    if trouble.reason not in {CANCELLED, STALE}:
        log.warning("Sign-in with %s: %s (%s)", provider.id, trouble.reason, trouble.detail)
    return _back(request, str(WORDS[trouble.reason]) % {"name": provider.name})


def _back(request: Request, why: str) -> HttpResponse:
    """To where she came from: her own ways to sign in, or the door, where a code always works."""
    messages.warning(request, why)
    place = "sign-in-options" if request.user.is_authenticated else "sign-in"
    return HttpResponseRedirect(reverse(place), status=303)
