"""What its author does with a question or an answer afterwards: change, sign or take it back."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.previews import queries as pages
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import previews
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.questions import ChangeAnswerForm, QuestionForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.questions import to_question, visible_answer, visible_question


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change_question(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = visible_question(request, pk)
    if voice(viewer, held.author_id).pk != held.author_id:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    now = {"title": held.title, "body": held.body, "bare": pages.is_off(held)}
    form = QuestionForm(typed, initial=now)
    if form.is_bound and form.is_valid():
        act = partial(actions.change_question, question=held)
        try:
            previews.change(viewer, held, act, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return to_question(pk)
    context: dict[str, Any] = {"form": form, "question": held}
    return render(request, "questions/change.html", context, status=422 if typed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change_answer(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    held = visible_answer(request, pk)
    if voice(viewer, held.author_id).pk != held.author_id:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = ChangeAnswerForm(typed, initial={"text": held.text, "bare": pages.is_off(held)})
    if form.is_bound and form.is_valid():
        act = partial(actions.change_answer, answer=held)
        try:
            previews.change(viewer, held, act, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return to_question(held.question_id, f"answer-{pk}")
    context: dict[str, Any] = {"form": form, "question": held.question, "answer": held}
    return render(request, "questions/change.html", context, status=422 if typed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def show_name(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST does it. Not there for whom the question is not hers."""
    viewer = viewer_of(request)
    held = visible_question(request, pk)
    if voice(viewer, held.author_id) == viewer:
        raise Http404
    if request.method != "POST":
        return render(request, "questions/show_name.html", {"question": held})
    actions.show_name(viewer, question=held)
    messages.success(request, _("Your name stands with your question now."))
    return to_question(pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def withdraw_question(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST does it."""
    held = visible_question(request, pk)
    if request.method != "POST":
        return render(request, "questions/withdraw.html", {"question": held})
    try:
        actions.withdraw_question(viewer_of(request), question=held)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return to_question(pk)
    messages.success(request, _("The question is withdrawn."))
    return HttpResponseRedirect(reverse("group", args=[held.group.actor.handle]), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def withdraw_answer(request: Request, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST does it."""
    held = visible_answer(request, pk)
    if request.method != "POST":
        context = {"question": held.question, "answer": held}
        return render(request, "questions/withdraw.html", context)
    try:
        actions.withdraw_answer(viewer_of(request), answer=held)
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The answer is withdrawn."))
    return to_question(held.question_id)
