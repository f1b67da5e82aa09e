"""Where somebody was named, for herself, until she read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.conversations import visible_posts, visible_replies
from vaknet.domain.knowledge.models import Answer, Mention, Reply
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.domain.people.apart import is_apart, is_muted

FEW = 5
AUTHORS = ("question__author", "answer__author", "post__author", "reply__author")


@dataclass(frozen=True)
class Named:
    """In a question or a conversation, or with `answer` or `reply` in one of those to it."""

    pk: int
    author: Actor
    title: str
    text: str
    question: int | None
    answer: int | None
    post: int | None
    reply: int | None
    at: datetime


def unread(viewer: Actor, *, since: datetime) -> list[Named]:
    """The longest wait first. What she wrote there herself since then she wrote after reading."""
    return [_named(one) for one in _UNREAD(viewer=viewer.pk, since=since)]


def named(viewer: Actor, pk: int) -> tuple[Mention, Named]:
    """Raises Mention.DoesNotExist for another's, and for what she may not read (any more)."""
    found = _visible(viewer.pk).get(pk=pk)
    return found, _named(found)


def _visible(viewer: int) -> QuerySet[Mention]:
    she = Actor(pk=viewer)
    rows = Mention.objects.filter(person=viewer, told_at__isnull=False).filter(
        Q(question__in=visible_questions(she))
        | Q(answer__in=visible_answers(she))
        | Q(post__in=visible_posts(she))
        | Q(reply__in=visible_replies(she))
    )
    for author in AUTHORS:
        rows = rows.exclude(is_apart(viewer, author) | is_muted(viewer, author))
    return rows.select_related(*AUTHORS, "answer__question", "reply__post")


def _unread(viewer: int, since: datetime) -> QuerySet[Mention]:
    later_answer = Answer.objects.filter(author=viewer, answered_at__gt=OuterRef("at"))
    later_reply = Reply.objects.filter(author=viewer, replied_at__gt=OuterRef("at"))
    wrote = (
        Exists(later_answer.filter(question=OuterRef("question")))
        | Exists(later_answer.filter(question=OuterRef("answer__question")))
        | Exists(later_reply.filter(post=OuterRef("post")))
        | Exists(later_reply.filter(post=OuterRef("reply__post")))
    )
    rows = _visible(viewer).filter(read_at=None, at__gte=since).exclude(wrote)
    return rows.order_by("at", "pk")[:FEW]


_UNREAD = Frozen(_unread)


def _named(mention: Mention) -> Named:
    answer, reply = mention.answer, mention.reply
    if question := (answer.question if answer else mention.question):
        said = answer or question
        text = answer.text if answer else question.body
        answered = answer.pk if answer else None
        return Named(
            mention.pk,
            said.author,
            question.title,
            text,
            question.pk,
            answered,
            None,
            None,
            mention.at,
        )
    post = reply.post if reply else mention.post
    assert post is not None  # noqa: S101 -- a mention is in one of the four
    said_there = reply or post
    text = reply.text if reply else post.body
    replied = reply.pk if reply else None
    return Named(
        mention.pk,
        said_there.author,
        post.title,
        text,
        None,
        None,
        post.pk,
        replied,
        mention.at,
    )
