"""One question: asking it, answering it, saying what helped."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import queries as finding
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions, queries, same
from vaknet.domain.knowledge import knowledge_base as base
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.people import queries as people
from vaknet.domain.previews import queries as pages
from vaknet.domain.pushing.queries import our_key
from vaknet.domain.refusal import Refused
from vaknet.domain.translations.queries import translations_at
from vaknet.interfaces.web import news, previews
from vaknet.interfaces.web.doors import members_only, to_the_door, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.forms.questions import AnswerForm, AskForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import returns_to_line
from vaknet.interfaces.web.once import sent_once
from vaknet.interfaces.web.routing import at_question
from vaknet.interfaces.web.seen import reads_matter
from vaknet.interfaces.web.waiting import seen

SIMILAR = 4


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
@members_only
def ask(request: Request) -> HttpResponse:
    """The same sentence as for the finder, now for a group; `?aan=` names who would answer."""
    viewer = viewer_of(request)
    person = _asked_by_name(request)
    mine = list(groups.shared_groups(viewer, person) if person else groups.my_groups(viewer))
    sentence = clean_text(request.GET.get("q", ""))[:300]
    chosen = request.GET.get("groep", "")
    form = AskForm(
        request.POST if request.method == "POST" else None,
        groups=mine,
        initial={"title": sentence, "group": chosen or (mine[0].actor.handle if mine else "")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        group = next(group for group in mine if group.actor.handle == data["group"])
        words = {name: data[name] for name in ("title", "body", "without_name")}
        words["topics"] = form.topic_names()
        act = partial(actions.ask, viewer, group=group, person=person, **words)
        try:
            question = previews.written(viewer, act, bare=data["bare"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your question is asked. You hear from us on an answer."))
            return to_question(question.pk)
    similar = finding.similar_questions(viewer, sentence, limit=SIMILAR) if sentence else []
    context = {"form": form, "groups": mine, "similar": similar, "person": person}
    return render(request, "questions/ask.html", context, status=422 if form.is_bound else 200)


def _asked_by_name(request: Request) -> Actor | None:
    """Whom the address names; a page that is not there for who is kept apart, and for oneself."""
    if "aan" not in request.GET:
        return None
    viewer = viewer_of(request)
    try:
        person = people.person(viewer, request.GET["aan"])
    except Actor.DoesNotExist as missing:
        raise Http404 from missing
    if person == viewer:
        raise Http404
    return person


@require_POST
@members_only
def decline(request: Request, pk: int) -> HttpResponse:
    """She would rather not answer. Nobody is told, and she still may."""
    actions.decline_answer(viewer_of(request), question=visible_question(request, pk))
    messages.success(request, _("Fine. Nobody is told."))
    return HttpResponseRedirect(reverse("today"), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@reads_matter("question")
def question(request: Request, pk: int) -> HttpResponse:
    """Guests read questions in public groups; for any other they are sent to the door."""
    if request.method == "POST":
        return _answer(request, pk)
    try:
        view = queries.question(request.viewer, pk)
    except Question.DoesNotExist as missing:
        if request.viewer is None:
            return to_the_door(request)
        raise Http404 from missing
    if request.htmx and (newer := _first_after(view, news.after(request))):
        seen(request.viewer, view.question)
        return _answers(request, view, moved=newer)
    return _page(request, view, AnswerForm(draft=f"answer-{pk}"))


def _first_after(view: queries.QuestionView, newest: int) -> int:
    """The first answer that was not on her page yet."""
    return min((pk for one in view.answers if (pk := one.answer.pk) > newest), default=0)


@sent_once
@members_only
@returns_to_line
def _answer(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    form = AnswerForm(request.POST, draft=f"answer-{pk}")
    try:
        if form.is_valid():
            data = form.cleaned_data
            act = partial(actions.answer, viewer, question=Question(pk=pk), text=data["text"])
            given = previews.written(viewer, act, bare=data["bare"])
            messages.success(request, _("Thank you. Your answer is posted."))
            return to_question(pk, f"answer-{given.pk}")
    except Refused as refused:
        form.refuse(refused)
    except Question.DoesNotExist as missing:
        raise Http404 from missing
    try:
        return _page(request, queries.question(viewer, pk), form, status=422)
    except Question.DoesNotExist as missing:
        raise Http404 from missing


def _page(
    request: Request, view: queries.QuestionView, form: AnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "view": view,
        "question": view.question,
        "is_public": _is_public(view),
        **_beside(request, view),
        **at_question(request.viewer, view),
        "form": form,
        "entry": base.entry(request.viewer, view.question),
        "original": same.original(request.viewer, view.question),
        "asked_again": same.asked_again(request.viewer, view.question),
        "wish": seen(request.viewer, view.question),
        "push_key": our_key() if request.viewer else "",
    }
    return render(request, "questions/question.html", context, status=status)


def _beside(request: Request, view: queries.QuestionView) -> dict[str, Any]:
    """What belongs to the texts on the page: what they lead to, their other language, and where
    it hears of the next one."""
    viewer, answers = request.viewer, [one.answer for one in view.answers]
    newest = max((one.pk for one in answers), default=0)
    return {
        "news": news.at_question(request, view.question, newest=newest),
        "cards": pages.cards(viewer, [view.question, *answers]),
        "translations": translations_at(viewer, view.question, answers),
    }


def _is_public(view: queries.QuestionView) -> bool:
    return view.question.group.readers == Group.Readers.PUBLIC


ON_ANSWERS = {
    "bedankt": actions.thank,
    "toch-niet": actions.take_back_thanks,
    "beste": actions.choose_best,
}


@require_POST
@members_only
def on_answer(request: Request, pk: int, act: str) -> HttpResponse:
    """One press on an answer: thanks, thanks taken back, or the best one."""
    viewer = viewer_of(request)
    held = visible_answer(request, pk)
    try:
        ON_ANSWERS[act](viewer, answer=held)
    except Refused as refused:
        messages.error(request, str(refused.message))
    place = {"moved": held.pk} if act == "beste" else {"thanked": held.pk}
    return _after(request, held.question_id, f"answer-{pk}", **place)


@require_POST
@members_only
def no_best(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    view = queries.question(viewer, visible_question(request, pk).pk)
    try:
        actions.take_back_best(viewer, question=view.question)
    except Refused as refused:
        messages.error(request, str(refused.message))
    if view.best is None:
        return _after(request, pk, "")
    return _after(request, pk, f"answer-{view.best.answer.pk}", moved=view.best.answer.pk)


def _after(request: Request, pk: int, fragment: str, **place: int) -> HttpResponse:
    """The answers as they are now; `place` says which of them takes the focus, and where."""
    if not request.htmx:
        return to_question(pk, fragment)
    return _answers(request, queries.question(request.viewer, pk), **place)


def _answers(request: Request, view: queries.QuestionView, **place: int) -> HttpResponse:
    context = {
        "view": view,
        "question": view.question,
        "is_public": _is_public(view),
        **_beside(request, view),
        **place,
    }
    return render(request, "questions/question.html#answers", context)


def visible_question(request: Request, pk: int) -> Question:
    """A page that is not there for one that she may not read."""
    try:
        return queries.plain_question(request.viewer, pk)
    except Question.DoesNotExist as missing:
        raise Http404 from missing


def visible_answer(request: Request, pk: int) -> Answer:
    try:
        return queries.answer(request.viewer, pk)
    except Answer.DoesNotExist as missing:
        raise Http404 from missing


def to_question(pk: int, fragment: str = "") -> HttpResponse:
    anchor = f"#{fragment}" if fragment else ""
    return HttpResponseRedirect(reverse("question", args=[pk]) + anchor, status=303)
