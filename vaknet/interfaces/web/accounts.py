"""One door for members and strangers: an address goes in, a code goes out, whoever it is."""

from allauth.account.internal import stagekit
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.people import actions
from vaknet.domain.people.addresses import account_at
from vaknet.interfaces.web.entering import NEXT, Proof, enter
from vaknet.interfaces.web.forms.accounts import CodeForm, EmailForm
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """The same answer for every address: nobody learns here who is a member."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(safe_next(request, request.GET.get("next", "")))
    wanted = request.POST.get("next", request.GET.get("next", ""))
    form = EmailForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        if send_code(request, form.cleaned_data["email"], safe_next(request, wanted)):
            return HttpResponseRedirect(reverse("sign-in-code"), status=303)
        form.add_error(None, _("You asked for many codes. Wait a few minutes, then try again."))
        status = 429
    shown = {"form": form, "next": wanted, "providers": settings.SIGN_IN_PROVIDERS.values()}
    return render(request, "accounts/sign_in.html", shown, status=status)


def send_code(request: Request, email: str, wanted: str) -> bool:
    """Have a code sent, and go on to `wanted` after it; False when there were too many."""
    if not _may_have_a_code(request, email):
        return False
    account = actions.knock(email, language=(get_language() or "nl")[:2])
    request.session[NEXT] = wanted
    LoginCodeVerificationProcess.initiate(request=request, user=account, email=email)
    return True


def _may_have_a_code(request: Request, email: str) -> bool:
    """Counted over all processes, before anybody looks whether the address is known.

    For each IP address apart: a count that others add to would tell that somebody signs in.
    """
    key = f"{ratelimit.get_ip(request)} {email}"
    return not too_often(request, "request_login_code", key)


def safe_next(request: Request, url: str) -> str:
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
        return _back_to_the_door(request, _("A code works for 15 minutes. Ask for a new one."))
    if request.POST.get("action") == "resend":
        return _resend(request, process)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if not _may_try_a_code(request, process):
            process.abort()
        elif constant_time_compare(form.cleaned_data["code"], process.code):
            return _enter(request, process)
        elif process.record_invalid_attempt():
            form.add_error("code", _("This code is not right. Look at the newest mail from us."))
        if _process(request) is None:
            too_often = _("The code was wrong too often. Ask for a new one.")
            return _back_to_the_door(request, too_often)
    context = {
        "form": form,
        "email": process.state.get("email", ""),
        "may_resend": process.can_resend,
    }
    return render(request, "accounts/code.html", context, status=422 if form.is_bound else 200)


def _process(request: Request) -> LoginCodeVerificationProcess | None:
    """The code that this browser waits for; None when there is none, or its time is over."""
    stage = stagekit.get_pending_stage(request)
    if stage is None or stage.key != LoginByCodeStage.key:
        return None
    return LoginCodeVerificationProcess.resume(stage)


def _may_try_a_code(request: Request, process: LoginCodeVerificationProcess) -> bool:
    """Counted with a lock: tries sent at the same moment would share one count in the session."""
    key = f"{request.session.session_key}:{process.state['at']}"
    return not too_often(request, "try_login_code", key)


def _enter(request: Request, process: LoginCodeVerificationProcess) -> HttpResponse:
    """The code is right, and used up. allauth does not let her in itself: one place does."""
    wanted = request.session.get(NEXT, reverse("today"))
    account = process.user
    is_still_hers = account == account_at(process.state["email"]).first()
    process.abort()
    if not is_still_hers:  # meanwhile the address went to another account, or was taken away
        return _back_to_the_door(request, _("This code no longer works. Ask for a new one."))
    return enter(request, account, Proof(method="code"), wanted)


def onward(request: Request) -> str:
    """Where a newcomer was going when she came to the door."""
    return safe_next(request, request.session.get(NEXT, ""))


def _resend(request: Request, process: LoginCodeVerificationProcess) -> HttpResponse:
    if process.can_resend and _may_have_a_code(request, process.state.get("email", "")):
        process.resend()
        messages.success(request, _("A new code is on its way. The old one no longer works."))
    else:
        messages.warning(request, _("You asked for many codes. Wait a few minutes."))
    return HttpResponseRedirect(reverse("sign-in-code"), status=303)


def _back_to_the_door(request: Request, why: str) -> HttpResponse:
    messages.warning(request, why)
    return HttpResponseRedirect(reverse("sign-in"), status=303)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    """What the browser kept of her goes too: in other tabs, and where no script ran."""
    logout(request)
    messages.success(request, _("You are signed out."))
    forget = {"Clear-Site-Data": '"storage"'}
    return HttpResponseRedirect(reverse("today"), status=303, headers=forget)
