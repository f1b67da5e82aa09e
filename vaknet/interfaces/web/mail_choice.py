"""Stopping our letters: by the link at their foot, the button of the mail program, or settings."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.domain.people.unsubscribing import account_of
from vaknet.interfaces.web.doors import members_only
from vaknet.interfaces.web.http import Request


# A mail program posts here by itself (RFC 8058): it has no token of ours but the link itself.
@csrf_exempt
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """GET asks, POST stops, or starts again on the same page."""
    try:
        account = account_of(token)
    except Account.DoesNotExist:
        return render(request, "accounts/unsubscribe.html", {"account": None}, status=404)
    if request.method == "POST":
        change = actions.start_mail if request.POST.get("act") == "start" else actions.stop_mail
        account = change(account)
    return render(request, "accounts/unsubscribe.html", {"account": account})


@require_POST
@members_only
def change_mail(request: Request) -> HttpResponse:
    if request.POST.get("act") == "start":
        actions.start_mail(request.user)
        messages.success(request, _("You get letters again."))
    else:
        actions.stop_mail(request.user)
        messages.success(
            request, _("You get no letters any more, only the codes that you ask for.")
        )
    return HttpResponseRedirect(reverse("settings"), status=303)
