"""What editors add to an issue by hand: somebody's words, or a line on the agenda."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions
from vaknet.domain.journal.choosing import Candidate, Candidates, candidates
from vaknet.domain.journal.models import IssueItem
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.journal import AgendaForm
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.journal_desk import (
    draft_for,
    group_of_editor,
    item_in,
    to_desk,
)

LONGEST_SEARCH = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def add(request: Request, handle: str) -> HttpResponse:
    """A post adds one and stays here, since editors often add several."""
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    issue = draft_for(viewer, found)
    if request.method == "POST":
        _add(request, found)
        return HttpResponseRedirect(request.get_full_path(), status=303)
    text = request.GET.get("q", "")[:LONGEST_SEARCH]
    choice = candidates(viewer, issue, text)
    context = {"group": found, "text": text, "found": bool(choice), "kinds": _kinds(choice)}
    return render(request, "journal/add.html", context)


def _add(request: Request, group: Group) -> None:
    viewer = viewer_of(request)
    issue = draft_for(viewer, group)
    kind, pk = request.POST.get("kind", ""), id_in(request.POST.get("pk", ""))
    try:
        actions.add_piece(viewer, issue=issue, kind=kind, pk=pk)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("It is in the issue."))


def _kinds(found: Candidates) -> list[tuple[str, list[Candidate]]]:
    return [
        (_("Articles"), found.articles),
        (_("Conversations"), found.conversations),
        (_("Questions"), found.questions),
        (_("Articles of other groups"), found.guests),
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def plan(request: Request, handle: str) -> HttpResponse:
    return _plan(request, group_of_editor(request, handle), None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def replan(request: Request, handle: str, pk: int) -> HttpResponse:
    found = group_of_editor(request, handle)
    item = item_in(draft_for(viewer_of(request), found), str(pk))
    if item.kind != IssueItem.Kind.AGENDA:
        raise Http404
    return _plan(request, found, item)


def _plan(request: Request, group: Group, item: IssueItem | None) -> HttpResponse:
    viewer = viewer_of(request)
    issue = draft_for(viewer, group)
    form = AgendaForm(
        request.POST if request.method == "POST" else None, initial=AgendaForm.initial_of(item)
    )
    if form.done(lambda said: actions.put_on_agenda(viewer, issue=issue, item=item, **said)):
        messages.success(request, _("Saved."))
        return to_desk(group)
    context = {"group": group, "form": form}
    return render(request, "journal/agenda.html", context, status=422 if form.is_bound else 200)
