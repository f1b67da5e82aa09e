"""To which networks the door is closed, and why: for everybody to read, for managers to change."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.federation import actions, rules
from vaknet.domain.federation.models import HostLimit, LimitImport
from vaknet.domain.federation.queries.limits import not_yet, standing_limits, what_ends
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.host_lists import Wrong, read_list, written
from vaknet.interfaces.web.doors import managers_only, viewer_of, while_connected
from vaknet.interfaces.web.forms.hosts import HostListForm, LimitForm
from vaknet.interfaces.web.host_words import WRONG
from vaknet.interfaces.web.http import Request

PER_PAGE = 100
SHOWN = 100  # of a list, before it is taken over


@require_safe
def closed_networks(request: Request) -> HttpResponse:
    """What this network does in the name of its members, everybody may know."""
    if not rules.is_on():
        raise Http404
    page = Paginator(standing_limits().order_by("host"), PER_PAGE)
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "hosts/closed.html", context)


@require_safe
@managers_only
@while_connected
def limits(request: Request) -> HttpResponse:
    rows = standing_limits().select_related("by").order_by("host")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "hosts/limits.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
@while_connected
def new_limit(request: Request) -> HttpResponse:
    """Filled in, then shown what will end, then done."""
    sent = request.method == "POST"
    form = LimitForm(
        request.POST if sent else None,
        initial={"host": request.GET.get("netwerk", ""), "kind": HostLimit.Kind.SUSPEND},
    )
    if sent and form.is_valid():
        try:
            host = actions.read_host(form.cleaned_data["host"])
        except Refused as refused:
            form.refuse(refused)
        else:
            return _close(request, form, host)
    return render(request, "hosts/new_limit.html", {"form": form}, status=422 if sent else 200)


def _close(request: Request, form: LimitForm, host: str) -> HttpResponse:
    given = form.cleaned_data | {"host": host}
    closes = given["kind"] == HostLimit.Kind.SUSPEND
    if closes and "sure" not in request.POST:
        context = {"given": given, "ends": what_ends(host)}
        return render(request, "hosts/sure.html", context)
    actions.limit_host(viewer_of(request), **given)
    told = _("The door to %(host)s is closed.") if closes else _("%(host)s is limited.")
    messages.success(request, told % {"host": host})
    return HttpResponseRedirect(reverse("host-limits"), status=303)


@require_POST
@managers_only
@while_connected
def lift(request: Request, pk: int) -> HttpResponse:
    limit = standing_limits().filter(pk=pk).first()
    if limit is not None:
        actions.lift_limit(viewer_of(request), limit=limit)
        messages.success(request, _("%(host)s is welcome again.") % {"host": limit.host})
    return HttpResponseRedirect(reverse("host-limits"), status=303)


@require_safe
@managers_only
@while_connected
def limits_file(_request: Request) -> StreamingHttpResponse:
    rows = standing_limits().order_by("host").values_list("host", "kind", "reason")
    answer = StreamingHttpResponse(written(rows.iterator()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="domain_blocks.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
@while_connected
def bring_list(request: Request) -> HttpResponse:
    sent = request.method == "POST"
    form = HostListForm(request.POST, request.FILES) if sent else HostListForm()
    if sent and form.is_valid():
        listed = read_list(form.cleaned_data["file"], test_hosts=rules.trial_hosts())
        brought = actions.bring_list(viewer_of(request), listed=listed)
        return HttpResponseRedirect(reverse("host-list", args=[brought.pk]), status=303)
    return render(request, "hosts/bring_list.html", {"form": form}, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
@while_connected
def host_list(request: Request, pk: int) -> HttpResponse:
    """What it would change; after that how far it is."""
    brought = LimitImport.objects.filter(pk=pk).first()
    if brought is None:
        raise Http404
    if request.method == "POST":
        actions.take_list(viewer_of(request), brought=brought)
        return HttpResponseRedirect(reverse("host-list", args=[pk]), status=303)
    wrong = [(line, text, WRONG[Wrong(why)]) for line, text, why in brought.wrong[:SHOWN]]
    context = {"brought": brought, "wrong": wrong, "wrongs": len(brought.wrong)}
    if brought.begun_at is None:
        new = set(not_yet(host for host, _kind, _reason in brought.rows))
        rows = [row for row in brought.rows if row[0] in new]
        named = dict(HostLimit.Kind.choices)
        context |= {
            "new": len(new),
            "stands": len(brought.rows) - len(new),
            "rows": [(host, named[kind], reason) for host, kind, reason in rows[:SHOWN]],
            "more": max(len(new) - SHOWN, 0),
        }
    return render(request, "hosts/host_list.html", context)
