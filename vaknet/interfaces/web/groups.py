"""Groups: finding, reading, starting, leaving."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.queries import asking_to_follow, moderators_of
from vaknet.domain.federation.rules import is_on
from vaknet.domain.groups import actions, admission, asleep, queries, succession, ties
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import queries as journal
from vaknet.domain.journal import rules
from vaknet.domain.journal.queries import Front
from vaknet.domain.journal.reading import issue_view
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import queries as surveys
from vaknet.domain.visiting import queries as visiting
from vaknet.interfaces.web.doors import members_only, readers_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.groups import GroupForm
from vaknet.interfaces.web.from_elsewhere import follow_from_elsewhere
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.issues import issue_page
from vaknet.interfaces.web.pages import page_of
from vaknet.interfaces.web.tied import rows_of

GROUPS_PER_PAGE = 20
MEMBERS_PER_PAGE = 50


def group_for(request: Request, handle: str) -> Group:
    try:
        return queries.group(request.viewer, handle)
    except Group.DoesNotExist as missing:
        raise Http404 from missing


def seen_group(request: Request, handle: str) -> Group:
    """One that she may know of, from inside or from outside."""
    try:
        return admission.visible_group(viewer_of(request), handle)
    except Group.DoesNotExist as missing:
        raise Http404 from missing


def to_group(group: Group) -> HttpResponse:
    return HttpResponseRedirect(reverse("group", args=[group.actor.handle]), status=303)


@require_safe
@members_only
def groups(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    text = request.GET.get("q", "").replace("\0", "")[:100].strip()
    pages = Paginator(admission.groups_to_choose(viewer, text=text), GROUPS_PER_PAGE)
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "text": text,
        "invitations": admission.my_invitations(viewer),
        "is_connected": is_on(),
        "visits": visiting.visits(viewer),
    }
    return render(request, "groups/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new_group(request: Request) -> HttpResponse:
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            group = actions.start_group(viewer_of(request), **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your group is there. Ask the first question."))
            return to_group(group)
    status = 422 if form.is_bound else 200
    return render(request, "groups/new_group.html", {"form": form}, status=status)


@require_safe
def group(request: Request, handle: str) -> HttpResponse:
    """Guests read public groups; for any other address they are sent to the door. Members see a
    group that they may not read from outside, unless it is hidden.
    """
    try:
        found = queries.group(request.viewer, handle)
    except Group.DoesNotExist:
        return to_the_door(request) if request.viewer is None else _outside(request, handle)
    front = journal.front(request.viewer, found)
    if front is None or front.last is None or not front.stands_in_front:
        return _questions(request, found, front)
    view = issue_view(request.viewer, found, front.last, front)
    return issue_page(request, found, view, front, is_front=True)


@require_safe
@readers_only
def questions(request: Request, found: Group) -> HttpResponse:
    """What is asked in the group, and who is in it: also where its journal stands in front."""
    return _questions(request, found, journal.front(request.viewer, found))


def _questions(request: Request, found: Group, front: Front | None) -> HttpResponse:
    unanswered = request.GET.get("open") == "1"

    def rows(start: int, end: int) -> list[Question]:
        part = slice(start, end)
        return knowledge.questions_in(request.viewer, found, part, unanswered=unanswered)

    context: dict[str, Any] = {
        "group": found,
        "front": front,
        "page": page_of(request, rows, size=knowledge.QUESTIONS_PER_PAGE),
        "unanswered": unanswered,
        "sleep": asleep.sleep_of(found),
        "ties": rows_of(found, list(ties.standing_ties(request.viewer, found))),
    }
    if request.viewer is not None:
        context |= _for_member(request.viewer, found)
    else:
        context |= follow_from_elsewhere(found.actor)
    return render(request, "groups/group.html", context)


def _for_member(viewer: Actor, found: Group) -> dict[str, Any]:
    membership = queries.membership(viewer, found)
    duties = list(admission.duties(viewer, found))
    hers = {duty.kind for duty in duties if duty.membership.actor_id == viewer.pk}
    context: dict[str, Any] = {
        "membership": membership,
        "faces": queries.faces(viewer, found),
        "duties": duties,
        "may_edit": rules.may_edit(hers),
    }
    if membership is None:
        return context | {"entrance": admission.entrance(viewer, found)}
    return context | {
        "rules": admission.house_rules(viewer, found),
        "waiting": admission.requests_waiting(viewer, found).count()
        if membership.is_steward
        else 0,
        "asking": asking_to_follow(viewer, found.actor).count()
        if membership.is_steward and is_on()
        else 0,
        "offer": succession.my_offer(viewer, found),
        "polls": surveys.open_polls(viewer, found),
        "visitors_of": visiting.networks_in(found) if is_on() else [],
    }


def _outside(request: Request, handle: str) -> HttpResponse:
    found, viewer = seen_group(request, handle), viewer_of(request)
    context = {
        "group": found,
        "duties": admission.duties(viewer, found),
        "entrance": admission.entrance(viewer, found),
    }
    return render(request, "groups/outside.html", context)


@require_safe
@members_only
def members(request: Request, handle: str) -> HttpResponse:
    found = group_for(request, handle)
    pages = Paginator(queries.members(request.viewer, found), MEMBERS_PER_PAGE)
    context = {
        "group": found,
        "page": pages.get_page(request.GET.get("page")),
        "membership": queries.membership(request.viewer, found),
        "moderators": moderators_of(found) if is_on() else (),
        "front": journal.front(request.viewer, found),
        "may_edit": rules.may_edit(journal.my_duties(request.viewer, found)),
    }
    return render(request, "groups/members.html", context)


@require_POST
@members_only
def leave(request: Request, handle: str) -> HttpResponse:
    actions.leave_group(viewer_of(request), group=group_for(request, handle))
    messages.success(request, _("You left the group."))
    return HttpResponseRedirect(reverse("groups"), status=303)
