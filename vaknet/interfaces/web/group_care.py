"""Looking after a group: what it is, who knocks, who is invited, who does what."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions, admission, queries, rules
from vaknet.domain.groups.models import Group, GroupDuty, GroupInvitation, JoinRequest
from vaknet.domain.people import queries as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.groups import DutyForm, GroupForm, InviteForm, ReplyForm
from vaknet.interfaces.web.groups import group_for, to_group
from vaknet.interfaces.web.http import Request


def group_of_steward(request: Request, handle: str) -> Group:
    """To anybody else these pages are not there."""
    found = group_for(request, handle)
    if not rules.may_steward(queries.membership(request.viewer, found)):
        raise Http404
    return found


def _back_to(name: str, group: Group) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=[group.actor.handle]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def settings(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    held = admission.house_rules(viewer, found)
    typed = request.POST if request.method == "POST" else None
    form = GroupForm(typed, initial=GroupForm.initial_of(found, held))
    if form.is_bound and form.is_valid():
        try:
            changed = actions.change_group(viewer, group=found, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return to_group(changed)
    context = {"group": found, "form": form}
    return render(request, "groups/settings.html", context, status=422 if form.is_bound else 200)


@require_safe
@members_only
def requests(request: Request, handle: str) -> HttpResponse:
    found = group_of_steward(request, handle)
    waiting = admission.requests_waiting(viewer_of(request), found)
    context = {
        "group": found,
        "waiting": [(one, ReplyForm(prefix=f"r{one.pk}")) for one in waiting],
    }
    return render(request, "groups/requests.html", context)


@require_POST
@members_only
def answer_request(request: Request, handle: str, pk: int) -> HttpResponse:
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    try:
        asked = admission.requests_waiting(viewer, found).get(pk=pk)
    except JoinRequest.DoesNotExist as missing:
        raise Http404 from missing
    form = ReplyForm(request.POST, prefix=f"r{pk}")
    name = {"name": asked.actor.first_name}
    try:
        if request.POST.get("act") == "let_in":
            actions.let_in(viewer, request=asked)
            messages.success(request, _("%(name)s is in, and hears of it by mail.") % name)
        elif form.is_valid():
            text = form.cleaned_data["text"]
            actions.decline_request(viewer, request=asked, reply=text)
            told = _("Your words go to %(name)s.") if text else _("You said no. Nobody is told.")
            messages.success(request, told.replace("%(name)s", asked.actor.first_name))
        else:
            messages.error(request, _("Your words are too long. Shorten them."))
    except Refused as refused:
        messages.error(request, str(refused.message))
    return _back_to("group-requests", found)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def invite(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    typed = request.POST if request.method == "POST" else None
    form = InviteForm(typed, initial={"handle": request.GET.get("aan", "")[:60]})
    if form.is_bound and form.is_valid():
        try:
            person = _person(viewer, form.cleaned_data["handle"])
            actions.invite(viewer, group=found, person=person, text=form.cleaned_data["text"])
        except Refused as refused:
            form.refuse(refused)
        else:
            name = {"name": person.first_name}
            messages.success(request, _("You invited %(name)s.") % name)
            return _back_to("invite-into-group", found)
    sent = admission.invitations_sent(viewer, found)
    context = {"group": found, "form": form, "sent": sent}
    return render(request, "groups/invite.html", context, status=422 if form.is_bound else 200)


def _person(viewer: Actor, handle: str) -> Actor:
    """To who is kept apart it is as if there were nobody."""
    try:
        return people.person(viewer, handle)
    except Actor.DoesNotExist:
        raise Refused(
            _("Nobody here has this address. Copy it from the page of a person."), field="handle"
        ) from None


@require_POST
@members_only
def withdraw_invitation(request: Request, handle: str, pk: int) -> HttpResponse:
    found, viewer = group_of_steward(request, handle), viewer_of(request)
    try:
        sent = admission.invitations_sent(viewer, found).get(pk=pk)
    except GroupInvitation.DoesNotExist as missing:
        raise Http404 from missing
    actions.withdraw_invitation(viewer, invitation=sent)
    messages.success(request, _("You took it back."))
    return _back_to("invite-into-group", found)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def duties(request: Request, handle: str) -> HttpResponse:
    """Who looks after it, for who reads it; its stewards give duties here."""
    found, viewer = group_for(request, handle), viewer_of(request)
    membership = queries.membership(viewer, found)
    is_steward = rules.may_steward(membership)
    if request.method == "POST" and not is_steward:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = DutyForm(typed, initial={"handle": request.GET.get("aan", "")[:60]})
    if form.is_bound and form.is_valid() and _give(request, viewer, found, form):
        return _back_to("group-duties", found)
    context = {
        "group": found,
        "membership": membership,
        "is_steward": is_steward,
        "duties": admission.duties(viewer, found),
        "form": form,
    }
    return render(request, "groups/duties.html", context, status=422 if form.is_bound else 200)


def _give(request: Request, viewer: Actor, group: Group, form: DutyForm) -> bool:
    data = form.cleaned_data
    try:
        person = _person(viewer, data["handle"])
        actions.give_duty(
            viewer,
            group=group,
            person=person,
            kind=data["kind"],
            text=data["text"],
            until_on=form.last_day(),
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("%(name)s has this duty now.") % {"name": person.first_name})
    return True


@require_POST
@members_only
def end_duty(request: Request, handle: str, pk: int) -> HttpResponse:
    """A steward takes it, or she gives it back; of anybody else it is not there."""
    found, viewer = group_for(request, handle), viewer_of(request)
    try:
        held = admission.duties(viewer, found).get(pk=pk)
    except GroupDuty.DoesNotExist as missing:
        raise Http404 from missing
    is_steward = rules.may_steward(queries.membership(viewer, found))
    if not is_steward and held.membership.actor_id != viewer.pk:
        raise Http404
    actions.end_duty(viewer, group=found, duty=held)
    messages.success(request, _("This duty has ended."))
    return _back_to("group-duties", found)


@require_POST
@members_only
def look_after(request: Request, handle: str) -> HttpResponse:
    """The group has no steward, and she was asked."""
    found, viewer = group_for(request, handle), viewer_of(request)
    if request.POST.get("act") != "yes":
        actions.decline_stewardship(viewer, group=found)
        messages.success(request, _("Fine. Nobody is told."))
        return to_group(found)
    try:
        actions.accept_stewardship(viewer, group=found)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Thank you. You are steward now."))
    return to_group(found)
