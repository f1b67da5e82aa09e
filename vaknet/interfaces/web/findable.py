"""Whether members of partner networks can find me, and what they see then."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.introducing import actions, queries
from vaknet.domain.introducing.models import FindableAcross
from vaknet.domain.introducing.partners import partners
from vaknet.domain.introducing.rules import EDITION
from vaknet.domain.networks.models import Share
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.across import FindableForm
from vaknet.interfaces.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_findability(request: Request) -> HttpResponse:
    viewer, act = viewer_of(request), request.POST.get("act", "")
    standing, networks = queries.findable_across(viewer), partners()
    if request.method == "POST" and act == "stop":
        actions.stop_being_found(viewer)
        return _back(request, _("Partner networks do not find you any more."))
    is_sent = request.method == "POST" and act == "save"
    form = FindableForm(
        request.POST if is_sent else None,
        partners=networks,
        initial=_initial(viewer, standing),
    )
    if form.done(lambda given: _agree(viewer, form, given["agrees"], given["shows"])):
        if form.chosen():
            return _back(request, _("Partner networks can find you now."))
        return _back(request, _("Saved. No network is ticked, so none of them finds you."))
    context = {
        "form": form,
        "standing": standing,
        "partners": networks,
        "looking_up": partners(Share.DIRECTORY),
        "card": _card(viewer, standing),
        "is_found": not queries.findable_by_networks(viewer).isdisjoint(one.pk for one in networks),
        "is_first": standing is None,
    }
    return render(request, "people/findable.html", context, status=422 if form.is_bound else 200)


def _agree(viewer: Actor, form: FindableForm, agrees: bool, shows: list[str]) -> None:
    actions.agree_to_be_found(
        viewer,
        agreed_to=EDITION if agrees else "",
        shows=shows,
        offered=form.partners,
        chosen=form.chosen(),
    )


def _initial(viewer: Actor, standing: FindableAcross | None) -> dict[str, object]:
    """Nothing is ticked beforehand that she did not tick herself."""
    shows = [name for name in actions.SHOWS if getattr(standing, f"shows_{name}", False)]
    return {
        "agrees": standing is not None,
        "shows": shows,
        "networks": [str(pk) for pk in queries.findable_by_networks(viewer)] if standing else [],
    }


def _card(viewer: Actor, standing: FindableAcross | None) -> queries.Card:
    """As partners see her now; before she agreed, as they would with all of it ticked."""
    whole = FindableAcross(
        actor=viewer, shows_knows=True, shows_organisation=True, shows_place=True
    )
    return queries.cards([standing or whole])[viewer.pk]


def _back(request: Request, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("my-findability"), status=303)
