"""Groups: finding, reading, joining, starting."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.groups import actions, queries, rules
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.groups import GroupForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import page_of

GROUPS_PER_PAGE = 20
MEMBERS_PER_PAGE = 50


def group_for(request: Request, handle: str) -> Group:
    try:
        return queries.group(request.viewer, handle)
    except Group.DoesNotExist as missing:
        raise Http404 from missing


@require_safe
@members_only
def groups(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "")[:100].strip()
    pages = Paginator(queries.groups(viewer_of(request), text=text), GROUPS_PER_PAGE)
    context = {"page": pages.get_page(request.GET.get("page")), "text": text}
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
            return _to(group)
    status = 422 if form.is_bound else 200
    return render(request, "groups/new_group.html", {"form": form}, status=status)


@require_safe
def group(request: Request, handle: str) -> HttpResponse:
    """Guests read public groups; for any other address they are sent to the door."""
    try:
        found = queries.group(request.viewer, handle)
    except Group.DoesNotExist as missing:
        if request.viewer is None:
            return to_the_door(request)
        raise Http404 from missing
    unanswered = request.GET.get("open") == "1"

    def rows(start: int, end: int) -> list[Question]:
        part = slice(start, end)
        return knowledge.questions_in(request.viewer, found, part, unanswered=unanswered)

    membership = queries.membership(request.viewer, found)
    context = {
        "group": found,
        "membership": membership,
        "may_join": membership is None and rules.may_join(found),
        "page": page_of(request, rows, size=knowledge.QUESTIONS_PER_PAGE),
        "unanswered": unanswered,
        "faces": queries.faces(request.viewer, found),
    }
    return render(request, "groups/group.html", context)


@require_safe
@members_only
def members(request: Request, handle: str) -> HttpResponse:
    found = group_for(request, handle)
    pages = Paginator(queries.members(request.viewer, found), MEMBERS_PER_PAGE)
    context = {"group": found, "page": pages.get_page(request.GET.get("page"))}
    return render(request, "groups/members.html", context)


@require_POST
@members_only
def join(request: Request, handle: str) -> HttpResponse:
    found = group_for(request, handle)
    try:
        actions.join_group(viewer_of(request), group=found)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Welcome. You can ask and answer here now."))
    return _to(found)


@require_POST
@members_only
def leave(request: Request, handle: str) -> HttpResponse:
    found = group_for(request, handle)
    try:
        actions.leave_group(viewer_of(request), group=found)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return _to(found)
    messages.success(request, _("You left the group. You can always come back."))
    return HttpResponseRedirect(reverse("groups"), status=303)


def _to(group: Group) -> HttpResponse:
    return HttpResponseRedirect(reverse("group", args=[group.actor.handle]), status=303)
