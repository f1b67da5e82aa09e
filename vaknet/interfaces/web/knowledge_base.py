"""The knowledge base of a group, and what keeps it true: checked, looked after, asked once."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.finding import queries as finding
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions, queries
from vaknet.domain.knowledge import knowledge_base as base
from vaknet.domain.knowledge.models import Question
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.doors import members_only, readers_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.forms.lasting import DoubtForm, SameForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.questions import to_question, visible_question

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PER_PAGE = 20
SIMILAR = 4
LOOKS_LIKE_IT = 8
LONGEST = 300


@require_safe
@readers_only
def knowledge_base(request: Request, found: Group) -> HttpResponse:
    text, topic = _said(request, "q"), _said(request, "onderwerp")
    old = request.GET.get("nakijken") == "1"
    rows = base.entries(request.viewer, found, text=text, topic=topic, old=old)
    chosen = [("q", text), ("onderwerp", topic), ("nakijken", "1" if old else "")]
    context = {
        "group": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "topics": base.topics_of(request.viewer, found),
        "query": "".join(f"{name}={quote(said)}&" for name, said in chosen if said),
        "text": text,
        "topic": topic,
        "old": old,
    }
    return render(request, "knowledge/knowledge_base.html", context)


ON_ENTRIES: "dict[str, tuple[Callable[..., object], _StrPromise]]" = {
    "klopt": (actions.confirm_answer, gettext_lazy("Noted: it still holds. Thank you.")),
    "bijhouden": (actions.look_after, gettext_lazy("You keep this answer up to date. Fine.")),
    "niet-bijhouden": (
        actions.stop_looking_after,
        gettext_lazy("Nobody keeps it up to date now."),
    ),
}


@require_POST
@members_only
def on_entry(request: Request, pk: int, act: str) -> HttpResponse:
    """One press: it still holds, I look after it, not any more."""
    held = visible_question(request, pk)
    if act not in ON_ENTRIES:
        raise Http404
    verb, said = ON_ENTRIES[act]
    try:
        verb(viewer_of(request), question=held)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, str(said))
    return to_question(pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def doubt(request: Request, pk: int) -> HttpResponse:
    held = visible_question(request, pk)
    view = queries.question(viewer_of(request), held.pk)
    if view.best is None or not view.may_look_after:
        raise Http404
    form = DoubtForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.doubt_answer(viewer_of(request), question=held, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your doubt stands beside the answer now. Thank you."))
            return to_question(pk)
    context = {"form": form, "question": held, "best": view.best}
    return render(request, "knowledge/doubt.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def same(request: Request, pk: int) -> HttpResponse:
    """Choose where it was asked before."""
    viewer, held = viewer_of(request), visible_question(request, pk)
    if not queries.question(viewer, held.pk).may_say_same:
        raise Http404
    similar = finding.similar_questions(viewer, held.title, limit=LOOKS_LIKE_IT)
    others = [question for question in similar if question != held]
    form = SameForm(request.POST if request.method == "POST" else None, similar=others)
    if form.is_bound and form.is_valid():
        try:
            original = Question(pk=form.number())
            actions.say_same(viewer, question=held, original=original)
        except Question.DoesNotExist:
            form.add_error("address", _("We know no question there. Look at the number once more."))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Done. Who reads this question is led to the other one."))
            return to_question(pk)
    context: dict[str, Any] = {"form": form, "question": held}
    return render(request, "knowledge/same.html", context, status=422 if form.is_bound else 200)


@require_POST
@members_only
def different(request: Request, pk: int) -> HttpResponse:
    held = visible_question(request, pk)
    try:
        actions.say_different(viewer_of(request), question=held)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("It stands by itself again."))
    return to_question(pk)


@never_cache
@require_safe
@members_only
def similar(request: Request) -> HttpResponse:
    """What was asked before, while somebody writes her question."""
    typed = _said(request, "title") or _said(request, "q")
    found = finding.similar_questions(viewer_of(request), typed, limit=SIMILAR) if typed else []
    return render(request, "questions/ask.html#similar", {"similar": found})


def _said(request: Request, name: str) -> str:
    return clean_text(request.GET.get(name, "")).strip()[:LONGEST]
