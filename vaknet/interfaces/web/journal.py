"""The trade journal of a group for its readers: all issues, one issue, a tip for the editors."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import membership
from vaknet.domain.journal import actions, queries, rules
from vaknet.domain.journal.models import Issue
from vaknet.domain.journal.reading import issue_view, lines
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, readers_only, viewer_of
from vaknet.interfaces.web.forms.journal import PitchForm
from vaknet.interfaces.web.groups import group_for
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.issues import issue_page, of_reader

ISSUES_PER_PAGE = 12


@require_safe
@readers_only
def issues(request: Request, found: Group) -> HttpResponse:
    """All that came out. A group that never had a journal has no such page."""
    front = queries.front(request.viewer, found)
    if front is None:
        raise Http404
    page = Paginator(queries.issues(request.viewer, found), ISSUES_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "group": found,
        "front": front,
        "page": page,
        "lines": lines(request.viewer, found, list(page.object_list)),
    }
    return render(request, "journal/issues.html", context | of_reader(request.viewer, found))


@require_safe
@readers_only
def issue(request: Request, found: Group, number: str) -> HttpResponse:
    """For good: an issue never moves."""
    front = queries.front(request.viewer, found)
    try:
        view = issue_view(request.viewer, found, int(number), front)
    except Issue.DoesNotExist as missing:
        raise Http404 from missing
    return issue_page(request, found, view, front, is_front=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def pitch(request: Request, handle: str) -> HttpResponse:
    """For members of the group; what became of earlier tips stands under the form."""
    found, viewer = group_for(request, handle), viewer_of(request)
    front = queries.front(viewer, found)
    if front is None or not rules.may_pitch(membership(viewer, found)):
        raise Http404
    form = PitchForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.pitch(viewer, group=found, text=form.cleaned_data["text"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your tip is with the editors."))
            return HttpResponseRedirect(reverse("pitch", args=[handle]), status=303)
    context = {
        "group": found,
        "front": front,
        "form": form,
        "pitches": queries.my_pitches(viewer, found),
    }
    return render(request, "journal/pitch.html", context, status=422 if form.is_bound else 200)
