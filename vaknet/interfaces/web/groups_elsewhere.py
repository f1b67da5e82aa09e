"""Groups at partner networks: which there are, coming in, and leaving.

Nothing of what is said there is kept here: each page asks the home of the group, and shows it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.networks.models import Network
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting import actions, queries
from vaknet.domain.visiting.models import Visit
from vaknet.interfaces.reaching import groups as there
from vaknet.interfaces.reaching import waiting
from vaknet.interfaces.reaching.groups import GroupThere, Said
from vaknet.interfaces.reaching.partners import PartnerSilent
from vaknet.interfaces.web import errors
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.visiting import ComeInForm
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request


def not_too_often[**P](
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Each page asks a partner, which hears so many questions of all our members together: nobody
    uses them up."""

    @wraps(view)
    def counted(request: Request, /, *args: P.args, **named: P.kwargs) -> HttpResponse:
        if too_often(request, "visit_groups", viewer_of(request).pk, looks=True):
            return errors.too_many(request)
        return view(request, *args, **named)

    return counted


def visit_or_404(request: Request, pk: int) -> Visit:
    """Hers, as long as the treaty stands."""
    try:
        return queries.visits(viewer_of(request)).get(pk=pk)
    except Visit.DoesNotExist as missing:
        raise Http404 from missing


def to_visit(visit: Visit) -> HttpResponse:
    return HttpResponseRedirect(reverse("group-elsewhere", args=[visit.pk]), status=303)


def no_longer(request: Request, visit: Visit) -> HttpResponse:
    """Its home says that she is not in it, and does not wait."""
    actions.note_state(visit=visit, state="out")
    messages.info(request, _("You are not in %(group)s any more.") % {"group": visit.name})
    return HttpResponseRedirect(reverse("groups-elsewhere"), status=303)


@require_safe
@members_only
@not_too_often
def groups_elsewhere(request: Request) -> HttpResponse:
    """Partners are asked side by side when she opens it; who stays silent is named."""
    viewer = viewer_of(request)
    visits = list(queries.visits(viewer))
    mine = {(visit.network_id, visit.group) for visit in visits}
    answered = there.groups_of(list(queries.hosts()))
    context = {
        "visits": visits,
        "partners": [
            (one.network, [group for group in one.groups if (one.network.pk, group.id) not in mine])
            for one in answered
            if one.groups is not None
        ],
        "silent": [one.network for one in answered if one.groups is None],
    }
    return render(request, "visiting/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@not_too_often
def come_in(request: Request, pk: int, group: str) -> HttpResponse:
    """What goes along is shown before it goes."""
    network = queries.hosts().filter(pk=pk).first()
    if network is None or not there.TOKEN.fullmatch(group):
        raise Http404
    try:
        found = there.group_at(network, group)
    except PartnerSilent:
        return _silent(request, network)
    if found is None:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = ComeInForm(typed, way=found.way, question=found.question, rules=found.mark)
    if form.is_bound and form.is_valid():
        try:
            return _knock(request, network, found, form)
        except Refused as refused:
            form.refuse(refused)
        except PartnerSilent:
            return _asking(request, network, found, form, status=503)
    return _asking(request, network, found, form, status=422 if form.is_bound else 200)


def _knock(request: Request, network: Network, group: GroupThere, form: ComeInForm) -> HttpResponse:
    """Raises Refused and PartnerSilent. Whether it was heard, the page of her visit finds out."""
    viewer = viewer_of(request)
    visit = actions.ask_to_visit(viewer, network=network, group=group.id, name=group.name)
    words = form.cleaned_data.get("text", "")
    said = there.ask_in(visit, text=words, agreed_to=form.agreed_to)
    refuse(said)
    if said.state == "out" or said.state is None:
        return no_longer(request, visit)
    actions.note_state(visit=visit, state=said.state)
    if said.state == "in":
        messages.success(request, _("Welcome. You can ask and answer here now."))
    else:
        messages.success(request, _("You knocked. Here you see when you are let in."))
    return to_visit(visit)


def refuse(said: Said) -> None:
    """Raises Refused with the words of a rule there."""
    if said.refused:
        raise Refused(said.refused)


def _asking(
    request: Request, network: Network, group: GroupThere, form: ComeInForm, *, status: int
) -> HttpResponse:
    context = {"network": network, "group": group, "form": form, "is_silent": status == 503}
    return render(request, "visiting/come_in.html", context, status=status)


def _silent(request: Request, network: Network) -> HttpResponse:
    return render(request, "visiting/silent.html", {"network": network})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@not_too_often
def leave(request: Request, pk: int) -> HttpResponse:
    """Asked once more before it happens; told there now or, when it is silent, later."""
    visit = visit_or_404(request, pk)
    if request.method != "POST":
        return render(request, "visiting/leave.html", {"visit": visit})
    farewell = actions.leave_visit(viewer_of(request), visit=visit)
    if farewell is not None:
        try:
            with waiting.waiting():
                there.bid_farewell(farewell, seconds=waiting.SECONDS)
        except PartnerSilent:
            pass  # the clock tells it again
        else:
            actions.note_farewell(farewell=farewell)
    messages.success(request, _("You left the group."))
    return HttpResponseRedirect(reverse("groups-elsewhere"), status=303)
