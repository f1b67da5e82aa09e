"""Where editors make the next issue: gather, order, say, look, publish. Others do not find it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions, queries, rules
from vaknet.domain.journal.models import Issue, IssueItem, Pitch
from vaknet.domain.journal.reading import desk, draft_view
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.journal import FigureForm, JournalForm, WordsForm
from vaknet.interfaces.web.groups import group_for
from vaknet.interfaces.web.http import Request, id_in
from vaknet.interfaces.web.issues import cover_in_words


def group_of_editor(request: Request, handle: str) -> Group:
    found = group_for(request, handle)
    if not rules.may_edit(queries.my_duties(request.viewer, found)):
        raise Http404
    return found


def draft_for(viewer: Actor, group: Group) -> Issue:
    found = queries.draft(viewer, group)
    if found is None:
        raise Http404
    return found


def _to(name: str, group: Group, *more: object) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=[group.actor.handle, *more]), status=303)


def to_desk(group: Group) -> HttpResponse:
    return _to("make-issue", group)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def editors(request: Request, handle: str) -> HttpResponse:
    """The next issue, tips, and when the journal comes out. A post begins the issue."""
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    front = queries.front(viewer, found)
    if request.method == "POST":
        if front is None or not front.is_running:
            raise Http404
        actions.begin_issue(viewer, group=found)
        return to_desk(found)
    context = {
        "group": found,
        "front": front,
        "draft": queries.draft(viewer, found),
        "pitches": queries.pitches_waiting(viewer, found),
    }
    return render(request, "journal/editors.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def settings(request: Request, handle: str) -> HttpResponse:
    """Starting a journal, or changing when it comes out."""
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    front = queries.front(viewer, found)
    is_running = front is not None and front.is_running
    initial = JournalForm.initial_of(front.journal) if front is not None else None
    form = JournalForm(request.POST if request.method == "POST" else None, initial=initial)
    act = actions.change_journal if is_running else actions.start_journal
    if form.done(lambda said: act(viewer, group=found, **said)):
        messages.success(request, _("Saved.") if is_running else _("Your group has a journal."))
        return _to("editors", found)
    context = {"group": found, "front": front, "form": form, "is_running": is_running}
    status = 422 if form.is_bound else 200
    return render(request, "journal/settings.html", context, status=status)


@require_POST
@members_only
def stop(request: Request, handle: str) -> HttpResponse:
    found = group_of_editor(request, handle)
    actions.stop_journal(viewer_of(request), group=found)
    messages.success(request, _("The journal stopped. What came out stays to be read."))
    return _to("editors", found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def make(request: Request, handle: str) -> HttpResponse:
    """The issue in the making: each button is one act on one piece of it."""
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    issue = draft_for(viewer, found)
    pressed = ""
    if request.method == "POST":
        pressed = request.POST.get("act", "")
        _act(request, viewer, issue, pressed)
        if not request.htmx:
            return to_desk(found)
    context = {
        "group": found,
        "issue": queries.draft(viewer, found),
        "number": queries.next_number(found),
        "photo": queries.photo_of(issue),
        "sections": desk(viewer, found, issue),
        "pressed": (pressed, request.POST.get("item", "")),
    }
    part = "journal/make.html#desk" if request.htmx else "journal/make.html"
    return render(request, part, context)


def _act(request: Request, viewer: Actor, issue: Issue, act: str) -> None:
    try:
        if act in OF_ISSUE:
            OF_ISSUE[act](viewer, issue)
        elif act in OF_ITEM:
            OF_ITEM[act](viewer, item_in(issue, request.POST.get("item", "")))
        elif act == "gather":
            _gather(request, viewer, issue)
    except Refused as refused:
        messages.error(request, str(refused.message))


def _gather(request: Request, viewer: Actor, issue: Issue) -> None:
    count = actions.gather_more(viewer, issue=issue)
    messages.success(
        request,
        ngettext("%(count)d piece was added.", "%(count)d pieces were added.", count)
        % {"count": count}
        if count
        else _("Nothing new happened since."),
    )


def item_in(issue: Issue, given: str) -> IssueItem:
    try:
        return issue.items.select_related("issue__group__actor").get(pk=id_in(given))
    except IssueItem.DoesNotExist as missing:
        raise Http404 from missing


OF_ITEM: dict[str, Callable[[Actor, IssueItem], None]] = {
    "up": lambda by, item: actions.move(by, item=item, up=True),
    "down": lambda by, item: actions.move(by, item=item, up=False),
    "out": lambda by, item: actions.leave_out(by, item=item),
    "back": lambda by, item: actions.put_back(by, item=item),
    "cover": lambda by, item: actions.put_on_cover(by, item=item),
}
OF_ISSUE: dict[str, Callable[[Actor, Issue], None]] = {
    "figure-out": lambda by, issue: actions.leave_out_figure(by, issue=issue),
    "figure-back": lambda by, issue: actions.put_back_figure(by, issue=issue),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def cover_words(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    issue = draft_for(viewer, found)
    own = {"headline": issue.headline, "lead": issue.lead}
    return _words(
        request, found, own, lambda said: actions.say_of_cover(viewer, issue=issue, **said)
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def item_words(request: Request, handle: str, pk: int) -> HttpResponse:
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    item = item_in(draft_for(viewer, found), str(pk))
    own = {"headline": item.headline, "lead": item.lead}
    return _words(request, found, own, lambda said: actions.say_of_item(viewer, item=item, **said))


def _words(
    request: Request, group: Group, own: dict[str, Any], say: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    form = WordsForm(request.POST if request.method == "POST" else None, initial=own)
    if form.done(say):
        messages.success(request, _("Saved."))
        return to_desk(group)
    context = {"group": group, "form": form}
    return render(request, "journal/words.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def figure(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    issue = draft_for(viewer, found)
    [standing] = [one.figure for one in desk(viewer, found, issue) if one.name == "figure"]
    initial = FigureForm.initial_of(standing)
    form = FigureForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.done(lambda said: actions.set_figure(viewer, issue=issue, **said)):
        messages.success(request, _("Saved."))
        return to_desk(found)
    context = {"group": found, "form": form}
    return render(request, "journal/figure.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
@members_only
def preview(request: Request, handle: str) -> HttpResponse:
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    view = draft_view(viewer, found, draft_for(viewer, found))
    context = {
        "group": found,
        "issue": view,
        "cover_words": cover_in_words(view.number, view.photo),
    }
    return render(request, "journal/preview.html", context)


@require_POST
@members_only
def publish(request: Request, handle: str, pk: int) -> HttpResponse:
    """`pk` of the very issue that she looked at: another editor may have published it just now."""
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    issue = found.issues.select_related("group__actor").filter(pk=pk).first()
    if issue is None:
        raise Http404
    try:
        published = actions.publish_issue(viewer, issue=issue)
    except Refused as refused:
        messages.error(request, str(refused.message))
        issue.refresh_from_db()
        if issue.number is None:
            return to_desk(found)
        return _to("issue", found, issue.number)
    messages.success(
        request, _("Number %(number)d is out. Well done.") % {"number": published.number}
    )
    return _to("issue", found, published.number)


@require_POST
@members_only
def answer_pitch(request: Request, handle: str, pk: int) -> HttpResponse:
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    try:
        told = queries.pitch(viewer, found, pk)
    except Pitch.DoesNotExist as missing:
        raise Http404 from missing
    if request.POST.get("act") == "take":
        actions.take_pitch(viewer, pitch=told)
        messages.success(request, _("You take it up. The one who sent it can see that."))
    else:
        actions.thank_for_pitch(viewer, pitch=told)
        messages.success(request, _("The one who sent it sees your thanks."))
    return _to("editors", found)
