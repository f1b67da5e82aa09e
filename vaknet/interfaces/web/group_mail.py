"""What a member gets from a group by mail: chosen on its page, or stopped from a letter."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from vaknet.domain.groups import actions, queries
from vaknet.domain.groups.mail import seat_of
from vaknet.domain.groups.models import Group, Mail
from vaknet.domain.people import answering
from vaknet.domain.people.answering import Matter
from vaknet.domain.people.models import Account
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.groups import MailForm
from vaknet.interfaces.web.groups import group_for, to_group
from vaknet.interfaces.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def choose(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_for(request, handle), viewer_of(request)
    mine = queries.membership(viewer, found)
    if mine is None:
        raise Http404
    form = MailForm(request.POST if request.method == "POST" else None, initial={"mail": mine.mail})
    if form.done(lambda said: actions.choose_mail(viewer, group=found, mail=said["mail"])):
        messages.success(request, _("Saved."))
        return to_group(found)
    status = 422 if form.is_bound else 200
    context = {"group": found, "form": form, "ask_at": _ask_at(request.user, found)}
    return render(request, "groups/mail.html", context, status=status)


def _ask_at(account: Account, group: Group) -> str:
    """Where she asks this group something by mail: an address of hers alone."""
    if not answering.is_open():
        return ""
    return answering.address_for(account, Matter.GROUP, group.pk)


# A mail program posts here by itself (RFC 8058): it has no token of ours but the link itself.
@csrf_exempt
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request, token: str) -> HttpResponse:
    """GET asks, POST stops, or undoes that on the same page."""
    try:
        person, seat = seat_of(token)
    except Account.DoesNotExist:
        return render(request, "groups/stop_mail.html", {"is_ours": False}, status=404)
    context: dict[str, Any] = {"is_ours": True, "seat": seat}
    if request.method == "POST" and seat is not None:
        again = request.POST.get("again", "")
        wanted = again if again in Mail.values else Mail.NOTHING
        context |= {"before": seat.mail, "is_again": wanted != Mail.NOTHING}
        actions.choose_mail(person, group=seat.group, mail=wanted)
        seat.mail = wanted
    return render(request, "groups/stop_mail.html", context)
