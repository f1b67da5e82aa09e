"""The second step: asked at the door, and turned on and off on a page of my own."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.domain.people.second_step import has_second_step, recovery_codes_left
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import entering
from vaknet.interfaces.web.doors import members_only
from vaknet.interfaces.web.forms.second_step import AppCodeForm, SecondStepForm
from vaknet.interfaces.web.fresh import is_fresh
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request
from vaknet.kit.qr import squares

SECRET = "second_step_secret"  # noqa: S105 -- its name in the session, until she shows a code


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: Request) -> HttpResponse:
    """After a code by mail: one of her app, or of her paper. Wrong too often, and she begins anew;
    how often is counted for her account, whoever tries."""
    account = entering.half_way(request)
    if request.user.is_authenticated or account is None:
        return _begin_anew(request, _("That took too long. Begin once more."))
    form = SecondStepForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        if not _may_try(request, account):
            return _begin_anew(
                request, _("The code was wrong too often. Wait a quarter of an hour.")
            )
        if actions.pass_second_step(account, code=form.cleaned_data["code"]):
            return entering.go_on(request, account)
        form.add_error("code", _("This code is not right, or it was used. Wait for the next one."))
    status = 422 if form.is_bound else 200
    return render(request, "accounts/second_step.html", {"form": form}, status=status)


def _may_try(request: Request, account: Account) -> bool:
    return not too_often(request, "try_second_step", account.pk)


def _begin_anew(request: Request, why: str) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(reverse("today"), status=303)
    entering.give_up(request)
    messages.warning(request, why)
    return HttpResponseRedirect(reverse("sign-in"), status=303)


@never_cache
@sensitive_post_parameters("code")
@sensitive_variables("secret", "codes")
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_second_step(request: Request) -> HttpResponse:
    """Off: a drawing for the app, and a code to show that it took it. On: what is left of it."""
    if has_second_step(request.user):
        left = {"codes_left": recovery_codes_left(request.user), "is_fresh": is_fresh(request)}
        return render(request, "accounts/my_second_step.html", left)
    if not is_fresh(request):
        return _not_fresh(request)
    secret = request.session.setdefault(SECRET, generate_totp_secret())
    form = AppCodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            codes = actions.turn_on_second_step(request.user, secret=secret, code=code)
        except Refused as refused:
            form.refuse(refused)
        else:
            del request.session[SECRET]
            return _show(request, codes)
    url = get_adapter().build_totp_url(request.user, secret)
    shown = {"form": form, "qr": squares(url), "url": url, "secret": _in_groups(secret)}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/turn_on_second_step.html", shown, status=status)


@never_cache
@sensitive_variables("codes")
@require_POST
@members_only
def new_recovery_codes(request: Request) -> HttpResponse:
    if not is_fresh(request):
        return _not_fresh(request)
    codes = actions.renew_recovery_codes(request.user)
    if not codes:
        return HttpResponseRedirect(reverse("my-second-step"), status=303)
    return _show(request, codes)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def turn_off(request: Request) -> HttpResponse:
    """Asks first. Twice is no mistake."""
    if not is_fresh(request):
        return _not_fresh(request)
    if request.method != "POST":
        return render(request, "accounts/turn_off_second_step.html")
    actions.turn_off_second_step(request.user)
    messages.success(request, _("The second step is off."))
    return HttpResponseRedirect(reverse("sign-in-options"), status=303)


def _show(request: Request, codes: list[str]) -> HttpResponse:
    """Once, to print or to write down."""
    shown = {"codes": [_in_groups(code) for code in codes]}
    return render(request, "accounts/recovery_codes.html", shown)


def _in_groups(code: str) -> str:
    """Four at a time: so people read and type it."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _not_fresh(request: Request) -> HttpResponse:
    messages.warning(request, _("Sign in again first. Then you can change your ways to sign in."))
    return HttpResponseRedirect(reverse("sign-in-options"), status=303)
