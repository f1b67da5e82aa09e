"""My ways in: passkeys beside the code by mail, where I am signed in, and signing out there.

To which addresses codes may go: addresses.py.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.people import actions, queries
from vaknet.domain.people.second_step import has_second_step
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import linked
from vaknet.interfaces.web.accounts import send_code
from vaknet.interfaces.web.doors import members_only
from vaknet.interfaces.web.forms.accounts import AddressForm
from vaknet.interfaces.web.forms.base import clean_data
from vaknet.interfaces.web.forms.passkeys import NO_PASSKEY, AddPasskeyForm, UsePasskeyForm
from vaknet.interfaces.web.fresh import is_fresh
from vaknet.interfaces.web.http import Request


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """GET gives the question for the passkey as JSON; POST brings its answer."""

    def get_form_class(self) -> type[UsePasskeyForm]:
        return UsePasskeyForm

    def form_invalid(self, form: UsePasskeyForm) -> HttpResponse:
        messages.warning(self.request, str(NO_PASSKEY))
        return HttpResponseRedirect(reverse("sign-in"), status=303)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def sign_in_options(request: Request) -> HttpResponse:
    """Passkeys: look, add. Changing asks for a fresh sign-in; signing out elsewhere does not."""
    if request.method == "POST":
        return _add(request) if is_fresh(request) else not_fresh(request)
    return options_page(request, AddressForm())


def options_page(request: Request, form: AddressForm, *, status: int = 200) -> HttpResponse:
    """With what she typed where an address could not be added."""
    fresh = is_fresh(request)
    sign_ins = queries.sign_ins(request.user)
    context = {
        "here": [one for one in sign_ins if one.session_id == request.session.session_key],
        "elsewhere": [one for one in sign_ins if one.session_id != request.session.session_key],
        "last_midnight": localtime().replace(hour=0, minute=0, second=0, microsecond=0),
        "addresses": queries.addresses(request.user),
        "form": form,
        "passkeys": _passkeys(request),
        "is_fresh": fresh,
        "creation_options": begin_registration(request.user, True) if fresh else None,
        "has_second_step": has_second_step(request.user),
    } | linked.shown_to(request)
    return render(request, "accounts/options.html", context, status=status)


def _add(request: Request) -> HttpResponse:
    form = AddPasskeyForm(clean_data(request.POST), user=request.user)
    if not form.is_valid():
        messages.warning(request, _("The passkey was not added. Try again."))
        return options()
    name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
    try:
        actions.add_passkey(request.user, name=name, credential=credential)
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        messages.success(request, _("Your passkey works now. Next time one touch is enough."))
    return options()


@require_POST
@members_only
def remove_passkey(request: Request, pk: int) -> HttpResponse:
    if not is_fresh(request):
        return not_fresh(request)
    if actions.remove_passkey(request.user, pk=pk):
        messages.success(request, _("The passkey is gone."))
    return options()


@require_POST
@members_only
def sign_out_elsewhere(request: Request) -> HttpResponse:
    account = actions.end_sessions(request.user)
    update_session_auth_hash(request, account)
    messages.success(request, _("You are signed out everywhere else."))
    return options()


@require_POST
@members_only
def sign_out_device(request: Request, pk: int) -> HttpResponse:
    """Twice is no mistake: there she is signed out."""
    actions.end_sign_in(request.user, pk=pk)
    if not request.session.exists(request.session.session_key or ""):
        logout(request)
    messages.success(request, _("You are signed out there."))
    return options()


@require_POST
@members_only
def sign_in_again(request: Request) -> HttpResponse:
    """Out, and a code is on its way; after it we are back where we wanted to be."""
    email = request.user.email
    logout(request)
    if send_code(request, email, reverse("sign-in-options")):
        return HttpResponseRedirect(reverse("sign-in-code"), status=303)
    messages.warning(request, _("You asked for many codes. Wait a few minutes, then try again."))
    return HttpResponseRedirect(reverse("sign-in"), status=303)


def _passkeys(request: Request) -> Any:
    rows = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    return rows.order_by("pk")


def not_fresh(request: Request) -> HttpResponse:
    messages.warning(request, _("Sign in again first. Then you can change your ways in."))
    return options()


def options() -> HttpResponse:
    return HttpResponseRedirect(reverse("sign-in-options"), status=303)
