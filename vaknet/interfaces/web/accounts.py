"""One door for members and strangers: an address goes in, a code goes out, whoever it is."""

from typing import Any

from allauth.account.internal import stagekit
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.people import actions
from vaknet.interfaces.web.doors import members_only
from vaknet.interfaces.web.forms.accounts import CodeForm, EmailForm
from vaknet.interfaces.web.http import Request

NEXT = "sign_in_next"
FRESH_SECONDS = 15 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """The same answer for every address: nobody learns here who is a member."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_safe_next(request, request.GET.get("next", "")))
    form = EmailForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        if ratelimit.consume(
            request, app="allauth.account", action="request_login_code", key=email
        ):
            _send_code(request, email)
            return HttpResponseRedirect(reverse("sign-in-code"), status=303)
        form.add_error(None, _("You asked for many codes. Wait a few minutes, then try again."))
        status = 429
    elif form.is_bound:
        status = 422
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "accounts/sign_in.html", context, status=status)


def _send_code(request: Request, email: str) -> None:
    account = actions.knock(email, language=(get_language() or "nl")[:2])
    request.session[NEXT] = _safe_next(request, request.POST.get("next", ""))
    LoginCodeVerificationProcess.initiate(request=request, user=account, email=email)


def _safe_next(request: Request, url: str) -> str:
    """Only to a page of our own; otherwise to the start page."""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(url, hosts, require_https=request.is_secure())
    return url if url and is_ours else reverse("today")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("today"))
    process = _process(request)
    if process is None:
        messages.warning(request, _("This code worked for 15 minutes. Ask for a new one."))
        return HttpResponseRedirect(reverse("sign-in"), status=303)
    if request.POST.get("action") == "resend":
        return _resend(request, process)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if constant_time_compare(form.cleaned_data["code"], process.code):
            process.finish(None)
            url = request.session.pop(NEXT, reverse("today"))
            return HttpResponseRedirect(url, status=303)
        if not process.record_invalid_attempt():
            messages.warning(request, _("That code was wrong too often. Ask for a new one."))
            return HttpResponseRedirect(reverse("sign-in"), status=303)
        form.add_error("code", _("This code is not right. Look at the newest mail from us."))
    context = {
        "form": form,
        "email": process.state.get("email", ""),
        "may_resend": process.can_resend,
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/code.html", context, status=status)


def _process(request: Request) -> LoginCodeVerificationProcess | None:
    """The code that this browser waits for; None when there is none, or its time is over."""
    stage = stagekit.get_pending_stage(request)
    if stage is None or stage.key != LoginByCodeStage.key:
        return None
    return LoginCodeVerificationProcess.resume(stage)


def _resend(request: Request, process: LoginCodeVerificationProcess) -> HttpResponse:
    email = process.state.get("email", "")
    allowed = ratelimit.consume(
        request, app="allauth.account", action="request_login_code", key=email
    )
    if process.can_resend and allowed:
        process.resend()
        messages.success(request, _("A new code is on its way."))
    else:
        messages.warning(request, _("You asked for many codes. Wait a few minutes."))
    return HttpResponseRedirect(reverse("sign-in-code"), status=303)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse("today"), status=303)


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """GET gives the question for the passkey as JSON; POST brings its answer."""

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.warning(self.request, _("This passkey is not known here. Ask for a code."))
        return HttpResponseRedirect(reverse("sign-in"), status=303)


def _is_fresh(request: Request) -> bool:
    """Signed in within the last 15 minutes: needed to change the ways in."""
    records = get_authentication_records(request, request.user)
    return any(now().timestamp() - record["at"] < FRESH_SECONDS for record in records)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def sign_in_options(request: Request) -> HttpResponse:
    """Passkeys: look, add. Changing asks for a fresh sign-in."""
    fresh = _is_fresh(request)
    form = AddWebAuthnForm(request.POST, user=request.user) if request.method == "POST" else None
    if form is not None and fresh:
        if form.is_valid():
            data = form.cleaned_data
            webauthn.WebAuthn.add(request.user, data["name"], data["credential"])
            messages.success(request, _("Your passkey works now. Next time one touch is enough."))
        else:
            messages.warning(request, _("The passkey was not added. Try again."))
        return HttpResponseRedirect(reverse("sign-in-options"), status=303)
    context = {
        "passkeys": _passkeys(request),
        "is_fresh": fresh,
        "creation_options": webauthn.begin_registration(request.user, True) if fresh else None,
    }
    return render(request, "accounts/options.html", context)


def _passkeys(request: Request) -> Any:
    rows = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    return rows.order_by("pk")


@require_POST
@members_only
def remove_passkey(request: Request, pk: int) -> HttpResponse:
    if not _is_fresh(request):
        messages.warning(request, _("Sign in again first. Then you can change your passkeys."))
        return HttpResponseRedirect(reverse("sign-in-options"), status=303)
    passkey = _passkeys(request).filter(pk=pk).first()
    if passkey is not None:
        actions.remove_passkey(request.user, passkey=passkey)
        messages.success(request, _("The passkey is gone."))
    return HttpResponseRedirect(reverse("sign-in-options"), status=303)


@require_POST
@members_only
def sign_in_again(request: Request) -> HttpResponse:
    """Out and to the door, and then back to where one wanted to be."""
    logout(request)
    return HttpResponseRedirect(
        f"{reverse('sign-in')}?next={reverse('sign-in-options')}", status=303
    )
