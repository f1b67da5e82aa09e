"""Moderators of a group on other networks: for its stewards, and for whom it is asked there."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.handles import named
from vaknet.engine.activitypub.origins import origin, same_origin
from vaknet.interfaces.reaching.fetching import Unread, find_actor
from vaknet.interfaces.web.asking import asking, asks_elsewhere
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.follows_elsewhere import unfound
from vaknet.interfaces.web.forms.elsewhere import ModeratorForm
from vaknet.interfaces.web.group_care import group_of_steward
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.links_elsewhere import by_link_from_here


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@asks_elsewhere
def group_moderators(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = ModeratorForm(request.POST if act == "ask" else None)
    if form.done(lambda given: _ask(request, found, given["who"])):
        said = _(
            "If she follows this group, she gets a letter with a link to say yes or no, once a day"
            " at most."
        )
        return _back(request, handle, said)
    if act == "end":
        actions.end_moderator(viewer, group=found, pk=id_in(request.POST.get("number", "")))
        return _back(request, handle, _("That has ended."))
    context = {
        "group": found,
        "is_found": rules.is_on() and queries.is_known(found.actor),
        "moderators": queries.moderators_asked(found),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "groups/moderators_elsewhere.html", context, status=status)


@by_link_from_here(
    rules.MODERATE_ELSEWHERE,
    expired=gettext_lazy(
        "This link worked for a month. Stop following the group, and you moderate no more."
    ),
)
def moderate_elsewhere(request: Request, person: Actor, pk: int) -> HttpResponse:
    """For whom it is asked, by the link that she got on her own network."""
    if not rules.is_on():
        raise Http404
    if request.method == "POST":
        return _answered(request, person, pk)
    asked = queries.asked_to_moderate(person, pk)
    return render(request, "groups/moderate_elsewhere.html", {"asked": asked})


def _answered(request: Request, person: Actor, pk: int) -> HttpResponse:
    says = {"yes": actions.begin_moderating, "no": actions.stop_moderating}
    answer = says.get(request.POST.get("act", ""))
    try:
        if answer is not None:
            answer(person, pk=pk)
    except Refused as refused:
        messages.error(request, str(refused.message))
    return HttpResponseRedirect(request.path, status=303)


def _ask(request: Request, group: Group, who: str) -> None:
    """Her own network says who that is: two names there can look like one here, and anybody can
    say that a page is hers. Our server asks only for a group that may ask, and does the same for
    who follows and who does not."""
    by = viewer_of(request)
    if not (rules.is_on() and queries.is_known(group.actor)):
        raise Refused(_("People on other networks cannot find this group."), field="who")
    try:
        sought = named(who, test_hosts=rules.trial_hosts())
        with asking(request, "look_elsewhere", by.pk, field="who") as left:
            found = find_actor(who, seconds=left())
    except Unreadable:
        message = _("Write her address as @name@network.example.")
        raise Refused(message, field="who") from None
    except Unread as error:
        raise Refused(unfound(error), field="who") from error
    if isinstance(sought, str) and not same_origin(sought, found.id):
        raise Refused(_("We found nobody there. Check the address."), field="who")
    actions.keep_remote(found, host=origin(found.id).authority, at=timezone.now())
    actions.ask_moderator(by, group=group, uri=found.id)


def _back(request: Request, handle: str, said: str) -> HttpResponse:
    messages.success(request, said)
    address = reverse("group-moderators-elsewhere", args=[handle])
    return HttpResponseRedirect(address, status=303)
