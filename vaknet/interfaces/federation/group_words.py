"""What is said in a group, for a visitor who is in it: as members of it read it, without links to
them, and each thing under a name that opens nothing but itself and only in this group."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from vaknet.domain.knowledge import articles, conversations, queries
from vaknet.domain.knowledge.models import Post, Question
from vaknet.domain.visiting.queries import Inside
from vaknet.kit.foreign_html import clean
from vaknet.kit.sealing import Unreadable, key_from, seal, unseal

SIZE = 20  # rows on a page
MOST_PARTS = 30
LARGEST = 100_000  # bytes of one text, and of what follows it
PURPOSE = "vaknet.visiting"
KINDS: Mapping[str, type[Post] | type[Question]] = {"p": Post, "q": Question}

type Shown = dict[str, object]


def named(seat: Inside, thing: Post | Question) -> str:
    """Sealed, so that no number tells how much is said here, and nobody counts on from it."""
    kind = "q" if isinstance(thing, Question) else "p"
    sealed = seal(_key(), f"{kind}{thing.pk}".encode(), place=seat.opening)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def found(seat: Inside, name: str) -> Post | Question:
    """What is named, as long as it stands in this group. Raises ObjectDoesNotExist."""
    try:
        raw = urlsafe_b64decode(name + "=" * (-len(name) % 4))
        content = unseal(_key(), raw, place=seat.opening).decode()
    except (Unreadable, Error, ValueError):
        raise Post.DoesNotExist from None
    pk = int(content[1:])
    if KINDS[content[0]] is Question:
        question = queries.plain_question(seat.actor, pk)
        if question.group_id != seat.group.pk:
            raise Question.DoesNotExist
        return question
    here = conversations.visible_posts(seat.actor).filter(conversations.stands_in(seat.group))
    return here.select_related("author").get(pk=pk)


def thread(seat: Inside, name: str, start: int) -> Shown:
    """Raises ObjectDoesNotExist."""
    thing = found(seat, name)
    if isinstance(thing, Question):
        return {"id": name} | _question(seat, thing, start)
    return {"id": name} | _conversation(seat, thing, start)


def _conversations(seat: Inside, part: slice) -> list[Shown]:
    rows = conversations.conversations_in(seat.actor, seat.group, part)
    return [
        {
            "id": named(seat, row.post),
            "title": row.post.title,
            "author": _author(row.post, row.is_named),
            "at": row.last_at.isoformat(),
            "count": row.replies,
        }
        for row in rows
    ]


def _questions(seat: Inside, part: slice) -> list[Shown]:
    rows: Sequence[Any] = queries.questions_in(seat.actor, seat.group, part)
    return [
        {
            "id": named(seat, row),
            "title": row.title,
            "author": _author(row, row.is_named),
            "at": row.asked_at.isoformat(),
            "count": row.answer_count,
            "solved": hasattr(row, "best_answer"),
        }
        for row in rows
    ]


def _articles(seat: Inside, part: slice) -> list[Shown]:
    rows: Sequence[Any] = articles.articles_in(seat.actor, seat.group, part)
    return [
        {
            "id": named(seat, row.post),
            "title": row.post.title,
            "author": _author(row.post, row.is_named),
            "at": row.published_at.isoformat(),
        }
        for row in rows
    ]


PARTS: Mapping[str, Callable[[Inside, slice], list[Shown]]] = {
    "conversations": _conversations,
    "questions": _questions,
    "articles": _articles,
}


def _question(seat: Inside, asked: Question, start: int) -> Shown:
    view = queries.question(seat.actor, asked.pk)
    question: Any = view.question
    rows = view.answers[start : start + MOST_PARTS + 1]
    parts = [
        {
            **_said(one.answer, one.answer.html, one.answer.answered_at),
            "best": one.is_best,
        }
        for one in rows
    ]
    top = _said(question, question.body_html, question.asked_at)
    return {"kind": "question", "title": question.title, **top, **_fitting(parts, start)}


def _conversation(seat: Inside, post: Post, start: int) -> Shown:
    view = conversations.conversation(seat.actor, post.pk)
    rows = conversations.replies_to(seat.actor, view.post)[start : start + MOST_PARTS + 1]
    parts = [_said(reply, reply.html, reply.replied_at) for reply in rows]
    top = _said(view.post, view.post.body_html, view.post.posted_at)
    return {"kind": "conversation", "title": view.post.title, **top, **_fitting(parts, start)}


def _said(thing: Any, html: str, at: Any) -> Shown:
    cleaned = clean(html)
    fits = len(cleaned.encode()) <= LARGEST
    return {
        "author": _author(thing, thing.is_named),
        "at": at.isoformat(),
        "html": cleaned if fits else "",
        "too_long": not fits,
    }


def _author(thing: Any, is_named: bool) -> str | None:
    return thing.author.name if is_named else None


def _fitting(parts: Sequence[Shown], start: int) -> Shown:
    """As many as an answer holds, and from where to go on."""
    kept = list(_within(parts[:MOST_PARTS]))
    return {"parts": kept, "next": start + len(kept) if len(kept) < len(parts) else None}


def _within(parts: Iterable[Shown]) -> Iterable[Shown]:
    left = LARGEST
    for number, part in enumerate(parts):
        left -= len(json.dumps(part, ensure_ascii=False).encode())
        if left < 0 and number:
            return
        yield part


def _key() -> bytes:
    return key_from(settings.SECRET_KEY, PURPOSE)
