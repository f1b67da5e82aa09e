"""The one place where somebody is let in, whatever she showed at the door: code, link or account
elsewhere. Passkeys are let in by allauth: they are two steps in one."""

from dataclasses import dataclass
from time import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.people.models import Account
from vaknet.domain.people.returned import letters_came_back
from vaknet.domain.people.second_step import has_second_step
from vaknet.interfaces.web import devices
from vaknet.interfaces.web.http import Request

NEXT = "sign_in_next"
HALF_WAY = "sign_in_half_way"
HALF_WAY_SECONDS = 10 * 60


@dataclass(frozen=True)
class Proof:
    """What she showed. `method` is empty for what is too weak to change her ways in with."""

    method: str = ""
    via: str = ""
    is_enough: bool = False


def enter(request: Request, account: Account, proof: Proof, wanted: str) -> HttpResponse:
    """Let her in, or ask for the second step that she turned on."""
    if not account.is_active:
        messages.warning(request, _("This account is closed. Ask who runs this network."))
        return HttpResponseRedirect(reverse("sign-in"), status=303)
    if proof.is_enough or not has_second_step(account):
        return _let_in(request, account, proof, wanted)
    request.session[HALF_WAY] = {
        "account": account.pk,
        "method": proof.method,
        "via": proof.via,
        "wanted": wanted,
        "at": time(),
    }
    return HttpResponseRedirect(reverse("second-step"), status=303)


def half_way(request: Request) -> Account | None:
    """Who showed the first of two, a moment ago."""
    kept = request.session.get(HALF_WAY)
    if kept is None or time() - kept["at"] > HALF_WAY_SECONDS:
        return None
    return Account.objects.select_related("actor").filter(pk=kept["account"]).first()


def give_up(request: Request) -> None:
    request.session.pop(HALF_WAY, None)


def go_on(request: Request, account: Account) -> HttpResponse:
    """She showed the second too."""
    kept: dict[str, Any] = request.session.pop(HALF_WAY)
    proof = Proof(kept["method"], kept["via"], is_enough=True)
    return enter(request, account, proof, kept["wanted"])


def _let_in(request: Request, account: Account, proof: Proof, wanted: str) -> HttpResponse:
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    if proof.method:
        record_authentication(request, account, proof.method)
    if proof.via:
        request.session[devices.VIA] = proof.via
    if account.actor is None:
        return HttpResponseRedirect(reverse("welcome-profession"), status=303)
    request.session.pop(NEXT, None)
    if letters_came_back(account):
        messages.warning(
            request, _("Our letters to you came back. Look at your mail address in the settings.")
        )
    return HttpResponseRedirect(wanted, status=303)
