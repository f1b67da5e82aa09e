"""People of one partner network who agreed to be found: looked up there, and kept nowhere here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.introducing.partners import partners
from vaknet.domain.introducing.rules import LONGEST_LOOK_UP
from vaknet.domain.networks.models import Share
from vaknet.interfaces.reaching.helpers import look_up
from vaknet.interfaces.web.across import may_ask_partners, sealed_answer
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def people_there(request: Request, pk: int) -> HttpResponse:
    """By POST, so that whom she looks for stands in no address and in no log."""
    network = next((one for one in partners(Share.DIRECTORY) if one.pk == pk), None)
    if network is None:
        raise Http404
    viewer = viewer_of(request)
    text = clean_text(request.POST.get("q", "")).strip()[:LONGEST_LOOK_UP]
    context: dict[str, Any] = {"network": network, "text": text, "longest": LONGEST_LOOK_UP}
    if text and may_ask_partners(request, viewer):
        context["answer"] = sealed_answer(viewer, look_up(network, text), "")
    elif text:
        messages.error(request, _("You asked partner networks often today. Go on tomorrow."))
    page = render(request, "networks/people.html", context)
    page["Cache-Control"] = "no-store"
    return page
