"""While a page is open: is there something new on it?

A page carries a ticket for the stream of its subject. The stream says no more than "look"; then the
page looks here, where it is asked anew what she may read (docs/decisions/0052).
"""

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.activity.news import subject
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import conversations, queries
from vaknet.domain.knowledge.models import Post, Question
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request, id_in
from vaknet.kit.tickets import Ticket, seal

PATH = "/live/"
# A new ticket is asked for with a look. Not all on one moment: people open a page together.
MINUTES = (10, 20)


@dataclass(frozen=True)
class News:
    """`stream`: where to listen, with a ticket. `look`: where to ask what is new after `newest`,
    the number of the last that is on the page. `number`: how many there are.
    """

    kind: str
    stream: str
    look: str
    page: str
    newest: int
    number: int = 0


def at_question(
    request: Request, question: Question, *, newest: int, number: int = 0
) -> News | None:
    stream = _stream(
        request, subject("question", question.pk), [subject("group", question.group_id)]
    )
    look, page = (reverse(name, args=[question.pk]) for name in ("question-news", "question"))
    return None if stream is None else News("question", stream, look, page, newest, number)


def in_conversation(
    request: Request, post: Post, groups: Iterable[Group], *, newest: int, number: int = 0
) -> News | None:
    ends = [subject("places", post.pk), *(subject("group", group.pk) for group in groups)]
    stream = _stream(request, subject("post", post.pk), ends)
    look, page = (reverse(name, args=[post.pk]) for name in ("conversation-news", "conversation"))
    return None if stream is None else News("post", stream, look, page, newest, number)


def _stream(request: Request, about: str, ends: list[str]) -> str | None:
    """Nothing for guests, and where there are no streams: then the page stays as it was opened."""
    server = _server(request)
    if request.viewer is None or server is None:
        return None
    return f"{server}{PATH}?ticket={_ticket(request.viewer, about, ends)}"


def _server(request: Request) -> str | None:
    if not settings.LIVE_STREAMS:
        return None
    if not settings.LIVE_HOSTS:
        return ""  # the proxy sends this path there
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return f"http://{host}:{settings.LIVE_PORT}" if host in settings.LIVE_HOSTS else None


def _ticket(viewer: Actor, about: str, ends: list[str]) -> str:
    now = int(time.time() * 1000)
    bearer = subject("actor", viewer.pk)
    until = now + int(random.uniform(*MINUTES) * 60_000)  # noqa: S311 - nothing to guess
    return seal(settings.SECRET_KEY, Ticket(bearer, about, (bearer, *ends), now, until))


@require_safe
@members_only
def question_news(request: Request, pk: int) -> HttpResponse:
    newest = after(request)
    try:
        question, number = queries.new_answers(viewer_of(request), pk, after=newest)
    except Question.DoesNotExist as missing:
        raise Http404 from missing
    return _said(request, at_question(request, question, newest=newest, number=number))


@require_safe
@members_only
def conversation_news(request: Request, pk: int) -> HttpResponse:
    newest = after(request)
    try:
        post, groups, number = conversations.new_replies(viewer_of(request), pk, after=newest)
    except Post.DoesNotExist as missing:
        raise Http404 from missing
    return _said(request, in_conversation(request, post, groups, newest=newest, number=number))


def _said(request: Request, news: News | None) -> HttpResponse:
    response = render(request, "c/news.html", {"news": news})
    response["Cache-Control"] = "no-store"
    return response


def after(request: Request) -> int:
    """`?na=`: the last that she has on her page; 0 when it names none."""
    return id_in(request.GET.get("na", ""))
