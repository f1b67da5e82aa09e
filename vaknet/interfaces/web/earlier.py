"""What a question, an answer, a post or a reply said before it was changed."""

from collections.abc import Callable

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge import conversations, history, queries
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.interfaces.web.doors import to_the_door
from vaknet.interfaces.web.http import Request

Thing = Question | Answer | Post | Reply
Find = Callable[[Actor | None, int], Thing]

FOUND_BY: dict[str, Find] = {
    "question": queries.plain_question,
    "answer": queries.answer,
    "post": conversations.post,
    "reply": conversations.reply,
}


@require_safe
def earlier(request: Request, pk: int, about: str) -> HttpResponse:
    """Read by whom the thing itself is read, now."""
    try:
        thing = FOUND_BY[about](request.viewer, pk)
    except ObjectDoesNotExist as missing:
        if request.viewer is None:
            return to_the_door(request)
        raise Http404 from missing
    title, address = page_of(thing)
    context = {"title": title, "address": address, "edits": history.earlier(thing)}
    return render(request, "conversations/earlier.html", context)


def page_of(thing: Thing) -> tuple[str, str]:
    """What its page is called, and where it is."""
    match thing:
        case Answer():
            return thing.question.title, address_of(thing)
        case Reply():
            return thing.post.title, address_of(thing)
    return thing.title, address_of(thing)


def address_of(thing: Thing) -> str:
    """Where it stands; asks the database nothing."""
    match thing:
        case Question():
            return reverse("question", args=[thing.pk])
        case Answer():
            return f"{reverse('question', args=[thing.question_id])}#answer-{thing.pk}"
        case Post():
            return reverse("conversation", args=[thing.pk])
        case Reply():
            page = reverse("conversation", args=[thing.post_id])
            return f"{page}?reactie={thing.pk}#reply-{thing.pk}"
