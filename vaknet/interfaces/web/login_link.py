"""Signing in by a link that the operator made: a page asks first, so that nothing uses it up.

A mail scanner or a chat program that looks at the address does not sign anybody in.
"""

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Activity
from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.entering import Proof, enter
from vaknet.interfaces.web.http import Request

VALID_SECONDS = 15 * 60
SIGNER = TimestampSigner(salt="vaknet.sign-in-link", sep="~")


def address(link: Activity) -> str:
    """The whole address of a link that was just made."""
    path = reverse("sign-in-link", args=[SIGNER.sign(str(link.pk))])
    return f"{settings.BASE_URL}{path}"


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: Request, token: str) -> HttpResponse:
    try:
        made = int(SIGNER.unsign(token, max_age=VALID_SECONDS))
    except SignatureExpired:
        return _closed(request, _("This link was valid for 15 minutes, and they have passed."))
    except BadSignature:
        return _closed(request, _("This is not a link that we made."))
    if request.method != "POST":
        return render(request, "login_link/confirm.html")
    try:
        account: Account = actions.use_sign_in_link(made)
    except Refused as refused:
        return _closed(request, refused.message)
    return enter(request, account, Proof(), reverse("today"))


def _closed(request: Request, reason: str | Promise) -> HttpResponse:
    return render(request, "login_link/closed.html", {"reason": reason}, status=410)
