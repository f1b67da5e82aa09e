"""Other networks, for managers: who is well, what waits, what never arrived, what came in vain."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.federation import actions
from vaknet.domain.federation.models import Delivery, Received
from vaknet.domain.federation.queries import hosts as queries
from vaknet.domain.federation.queries.hosts import HostView
from vaknet.domain.networks.queries import partners_at
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import managers_only, viewer_of, while_connected
from vaknet.interfaces.web.host_words import STATES, in_words
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import page_of

PER_PAGE = 50


@require_safe
@managers_only
@while_connected
def hosts(request: Request) -> HttpResponse:
    now, troubled = timezone.now(), "moeite" in request.GET
    page = page_of(
        request,
        lambda start, stop: queries.hosts_seen(start, stop, now=now, troubled=troubled),
        size=PER_PAGE,
    )
    names = partners_at(one.host for one in page.object_list)
    context = {
        "page": page,
        "rows": [(one, STATES[one.state], names.get(one.host.pk)) for one in page.object_list],
        "troubled": troubled,
        "health": queries.health(),
        "query": "moeite&" if troubled else "",
    }
    return render(request, "hosts/hosts.html", context)


@require_safe
@managers_only
@while_connected
def host(request: Request, pk: int) -> HttpResponse:
    view = _host_or_404(pk)
    waiting = queries.waiting_for(view.host)
    given_up = queries.given_up_for(view.host)
    page = page_of(request, lambda start, stop: list(given_up[start:stop]), size=PER_PAGE)
    context: dict[str, Any] = {
        "view": view,
        "partner": partners_at([view.host]).get(view.host.pk),
        "state": STATES[view.state],
        "waiting": _told(waiting[:PER_PAGE]),
        "given_up": _told(page.object_list),
        "page": page,
        "asks": request.GET.get("vraag", ""),
    }
    return render(request, "hosts/host.html", context)


@require_POST
@managers_only
@while_connected
def try_host(request: Request, pk: int) -> HttpResponse:
    actions.try_now(viewer_of(request), host=_host_or_404(pk).host)
    messages.success(request, _("We try it now. Look again in a minute."))
    return HttpResponseRedirect(reverse("other-host", args=[pk]), status=303)


@require_POST
@managers_only
@while_connected
def give_up_host(request: Request, pk: int) -> HttpResponse:
    count = actions.give_up_waiting(viewer_of(request), host=_host_or_404(pk).host)
    told = ngettext(
        "Given up: %(count)s message is not sent any more.",
        "Given up: %(count)s messages are not sent any more.",
        count,
    )
    messages.success(request, told % {"count": count})
    return HttpResponseRedirect(reverse("other-host", args=[pk]), status=303)


@require_safe
@managers_only
@while_connected
def unusable(request: Request) -> HttpResponse:
    rows = queries.unusable()

    def piece(start: int, stop: int) -> list[Received]:
        return list(rows[start:stop])

    page = page_of(request, piece, size=PER_PAGE)
    return render(request, "hosts/unusable.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
@while_connected
def network_keys(request: Request) -> HttpResponse:
    """New keys for the network itself, once she read what that does."""
    if request.method != "POST":
        return render(request, "hosts/keys.html")
    try:
        actions.renew_keys_of_network(viewer_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("There are new keys. Who follows this network hears of it."))
    return HttpResponseRedirect(reverse("other-hosts"), status=303)


def _told(rows: Iterable[Delivery]) -> list[tuple[Delivery, object]]:
    return [(row, in_words(row.trouble)) for row in rows]


def _host_or_404(pk: int) -> HostView:
    found = queries.host_seen(pk, now=timezone.now())
    if found is None:
        raise Http404
    return found
