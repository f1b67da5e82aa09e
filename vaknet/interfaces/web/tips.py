"""Tipping a colleague, what others tipped me, and what came of mine."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.queries import contacts
from vaknet.domain.people.directory import Wanted, directory
from vaknet.domain.tips import actions, queries
from vaknet.domain.tips.kinds import people_here
from vaknet.domain.tips.models import Tip
from vaknet.interfaces.web.connections import back_to, person_or_404
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.forms.tips import TipForm
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.line import returns_to_line

FOUND, LONGEST_NAME = 10, 80
MOST = 50
PAGES = {"question": "question", "post": "conversation", "event": "event"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def tip_thing(request: Request, pk: int, kind: str) -> HttpResponse:
    """A question, a conversation or an event. One that she may not know of is not there, nor one
    that is over."""
    return _page(request, kind, pk, reverse(PAGES[kind], args=[pk]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def tip_person(request: Request, handle: str) -> HttpResponse:
    person = person_or_404(viewer_of(request), handle)
    return _page(request, "person", person.pk, reverse("profile", args=[handle]))


def _page(request: Request, kind: str, pk: int, back: str) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        thing = queries.thing(viewer, kind, pk)
    except Tip.DoesNotExist as missing:
        raise Http404 from missing
    name = clean_text(request.GET.get("naam", "")).strip()[:LONGEST_NAME]
    given = request.POST if request.method == "POST" else None
    form = TipForm(given, people=_choices(viewer, name, id_in(request.POST.get("to", ""))))
    if form.done(lambda told: actions.tip_colleague(viewer, kind=kind, about=pk, **told)):
        to = form.cleaned_data["to"].first_name
        messages.success(request, _("Your tip goes to %(name)s.") % {"name": to})
        return HttpResponseRedirect(back, status=303)
    context = {"form": form, "kind": kind, "thing": thing, "back": back, "name": name}
    return render(request, "tips/tip.html", context, status=422 if form.is_bound else 200)


def _choices(viewer: Actor, name: str, chosen: int) -> QuerySet[Actor]:
    """Her contacts, or who is called so; and whom she chose before."""
    if name:
        page = directory(viewer, wanted=Wanted(name=name), size=FOUND)
        found = [one.actor.pk for one in (*page.people, *page.alike)]
        among = Q(pk__in=found)
    else:
        among = Q(pk__in=contacts(viewer).order_by().values("pk"))
    rows = people_here(viewer).filter(among | Q(pk=chosen)).exclude(pk=viewer.pk)
    return rows.order_by("name", "pk")


@never_cache
@require_safe
@members_only
def my_tips(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    context: dict[str, Any] = {
        "received": queries.received(viewer.pk).select_related("thanks")[:MOST],
        "sent": queries.sent(viewer.pk)[:MOST],
    }
    return render(request, "tips/my_tips.html", context)


@require_POST
@members_only
@returns_to_line
def on_tip(request: Request, pk: int) -> HttpResponse:
    """Not for me; or thanks, when she got to know the person."""
    viewer = viewer_of(request)
    try:
        tip = queries.tip_for(viewer, pk)
        if request.POST.get("act") == "thank":
            actions.thank_for_tip(viewer, tip=tip)
            messages.success(request, _("Your thanks go to who gave you the tip."))
        else:
            actions.decline_tip(viewer, tip=tip)
            messages.success(request, _("Fine. Nobody is told."))
    except Tip.DoesNotExist as missing:
        raise Http404 from missing
    return back_to("my-tips")
