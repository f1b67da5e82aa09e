"""Getting into a group: joining, knocking, an invitation, and what one agrees to."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions, admission, queries
from vaknet.domain.groups.admission import Entrance
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.groups import AgreeForm, JoinForm
from vaknet.interfaces.web.groups import seen_group, to_group
from vaknet.interfaces.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def join(request: Request, handle: str) -> HttpResponse:
    """What the group is for and agrees on; and by POST, as it lets people in."""
    found, viewer = seen_group(request, handle), viewer_of(request)
    entrance = admission.entrance(viewer, found)
    if queries.is_member(viewer, found) or entrance.way not in {"invited", "join", "knock"}:
        return to_group(found)
    typed = request.POST if request.method == "POST" else None
    form = JoinForm(typed, group=found, entrance=entrance)
    if form.is_bound and form.is_valid():
        try:
            _go_in(request, viewer, found, entrance, form)
        except Refused as refused:
            form.refuse(refused)
        else:
            return to_group(found)
    context = {"group": found, "entrance": entrance, "form": form}
    return render(request, "groups/join.html", context, status=422 if form.is_bound else 200)


def _go_in(
    request: Request, viewer: Actor, group: Group, entrance: Entrance, form: JoinForm
) -> None:
    welcome = _("Welcome. You can ask and answer here now.")
    mail = form.cleaned_data["mail"]
    if entrance.way == "knock":
        text = form.cleaned_data["text"]
        actions.ask_to_join(viewer, group=group, text=text, agreed_to=form.agreed_to, mail=mail)
        welcome = _("You knocked. You hear from us when you are let in.")
    elif entrance.way == "invited":
        actions.accept_invitation(viewer, group=group, agreed_to=form.agreed_to, mail=mail)
    else:
        actions.join_group(viewer, group=group, agreed_to=form.agreed_to, mail=mail)
    messages.success(request, welcome)


@require_POST
@members_only
def rather_not(request: Request, handle: str) -> HttpResponse:
    """No to an invitation, or a knock taken back; whatever of the two is open."""
    found, viewer = seen_group(request, handle), viewer_of(request)
    if admission.my_invitation(viewer, found) is not None:
        actions.decline_invitation(viewer, group=found)
        messages.success(request, _("Fine. Nobody is told."))
        return HttpResponseRedirect(reverse("groups"), status=303)
    actions.withdraw_request(viewer, group=found)
    messages.success(request, _("You took it back."))
    return to_group(found)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def house_rules(request: Request, handle: str) -> HttpResponse:
    """What the group agrees on now; a member who agreed to other words can agree to these."""
    found, viewer = seen_group(request, handle), viewer_of(request)
    rules = admission.house_rules(viewer, found)
    may_agree = rules and not rules.is_agreed and queries.is_member(viewer, found)
    form = AgreeForm(request.POST if request.method == "POST" else None, rules=rules)
    if form.is_bound and may_agree and form.is_valid():
        try:
            actions.agree_to_house_rules(viewer, group=found, rules=form.agreed_to)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. You agreed to the house rules."))
            return to_group(found)
    elif form.is_bound and not may_agree:
        return to_group(found)
    context = {"group": found, "rules": rules, "may_agree": may_agree, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "groups/house_rules.html", context, status=status)
