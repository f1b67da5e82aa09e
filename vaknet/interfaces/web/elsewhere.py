"""Other networks: whether I am known there, or the group that I look after."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.groups.models import Group
from vaknet.domain.people.visibility import page_is_public
from vaknet.interfaces.web.asking import asks_elsewhere
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.follows_elsewhere import read_elsewhere
from vaknet.interfaces.web.forms.elsewhere import (
    AgreeForm,
    AllowForm,
    AlsoKnownForm,
    GroupAllowForm,
)
from vaknet.interfaces.web.group_care import group_of_steward
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.pressed import Acts, do_pressed

_STARTED = gettext_lazy("You can be found on other networks now.")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@asks_elsewhere
def my_federation(request: Request) -> HttpResponse:
    viewer, act = viewer_of(request), _act(request)
    agree = AgreeForm(request.POST if act == "start" else None)
    also = AlsoKnownForm(request.POST if act == "say" else None)
    before = queries.federating(viewer)
    if act == "start" and agree.done(lambda given: _start(viewer, agrees=given["agrees"])):
        said = _("What you write goes along now.") if before else _STARTED
        return _back(request, "my-federation", str(said))
    if act == "say" and also.done(lambda given: _say(request, given["uri"])):
        return _back(request, "my-federation", _("Saved."))
    if act and act not in {"start", "say"}:
        return do_pressed(request, _own_acts(request, viewer), back="my-federation")
    context = {
        "agree": agree,
        "also": also,
        "forms_with_errors": agree.is_bound or also.is_bound,
        "allow": AllowForm(initial=dict.fromkeys(queries.allowed(viewer), True)),
        "is_on": rules.is_on(),
        "federating": before,
        "asks_again": before is not None and before.text != rules.EDITION,
        "is_public": page_is_public(viewer),
        "address": rules.address_of(viewer),
        "known_as": queries.also_known_as(viewer),
    }
    status = 422 if agree.is_bound or also.is_bound else 200
    return render(request, "people/federation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def group_federation(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    if request.method == "POST":
        acts = _acts_for_group(request, viewer, found)
        return do_pressed(request, acts, back="group-federation", args=[handle])
    context = {
        "group": found,
        "is_on": rules.is_on(),
        "may_federate": rules.may_federate(found),
        "kept_home": queries.kept_home(found),
        "address": rules.address_of(found.actor),
        "asking": queries.asking_to_follow(viewer, found.actor),
        "allow": GroupAllowForm(initial=dict.fromkeys(queries.allowed(found.actor), True)),
    }
    return render(request, "groups/federation.html", context)


def _act(request: Request) -> str:
    return request.POST.get("act", "unknown") if request.method == "POST" else ""


def _start(viewer: Actor, *, agrees: bool) -> None:
    actions.federate(viewer, agreed_to=rules.EDITION if agrees else "")


def _say(request: Request, text: str) -> None:
    """By the id that others compare, which is seldom the address of her page."""
    there = read_elsewhere(request, text, field="uri")
    actions.say_also_known(viewer_of(request), uri=there.id)


def _own_acts(request: Request, viewer: Actor) -> Acts:
    pk = id_in(request.POST.get("number", ""))
    kinds = _kinds(AllowForm(request.POST))
    return {
        "stop": (
            lambda: actions.stop_federating(viewer),
            _("Other networks do not find you any more."),
        ),
        "allow": (lambda: actions.allow(viewer, actor=viewer, kinds=kinds), _("Saved.")),
        "keys": (lambda: actions.renew_keys(viewer, actor=viewer), _("There are new keys.")),
        "take_back": (lambda: actions.take_back_also_known(viewer, pk=pk), _("Saved.")),
    }


def _acts_for_group(request: Request, viewer: Actor, group: Group) -> Acts:
    kinds, actor = _kinds(GroupAllowForm(request.POST)), group.actor
    pk = id_in(request.POST.get("number", ""))
    return {
        "accept": (
            lambda: actions.accept_follower(viewer, pk=pk, group=group),
            _("That one follows the group now."),
        ),
        "decline": (
            lambda: actions.decline_follower(viewer, pk=pk, group=group),
            _("You said no. That one does not follow the group."),
        ),
        "home": (
            lambda: actions.keep_home(viewer, group=group),
            _("The group stays within this network."),
        ),
        "out": (
            lambda: actions.let_out(viewer, group=group),
            _("Other networks can find the group."),
        ),
        "allow": (lambda: actions.allow(viewer, actor=actor, kinds=kinds), _("Saved.")),
        "keys": (lambda: actions.renew_keys(viewer, actor=actor), _("There are new keys.")),
    }


def _kinds(form: AllowForm) -> set[str]:
    return form.kinds() if form.is_valid() else set()


def _back(request: Request, name: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse(name), status=303)
