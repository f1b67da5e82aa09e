"""Letters about conversations: somebody replied to yours, or named you in what was written."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import conversations, queries
from vaknet.domain.knowledge.models import Mention, Question, Reply
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.people.answering import Matter
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.answering import answer_to
from vaknet.interfaces.mail.letters.writing import Content, called, write
from vaknet.interfaces.mail.post import AnswerTo


def replied(activity: Activity) -> None:
    """To who began it, as long as she can read it, unless the reply is her own."""
    reply = Reply.objects.select_related("author", "post__author").get(pk=activity.object_id)
    post, reader = reply.post, reply.post.author
    if reply.author_id == reader.pk or keeps_out(reader, reply.author):
        return
    if not conversations.visible_replies(reader).filter(pk=reply.pk).exists():
        return
    name = {"name": reply.author.name}
    write(
        reader,
        thread=f"conversation-{post.pk}",
        groups=conversations.where(post),
        url=_page_of(reply),
        answer_to=answer_to(Matter.CONVERSATION, post.pk),
        content=lambda: Content(
            subject=_("%(name)s replied in your conversation") % name,
            opening=_("You wrote: %(title)s") % {"title": post.title},
            quote=reply.text,
            action=_("Read and reply"),
        ),
    )


@dataclass(frozen=True)
class _Words:
    """Where somebody is named, as she may read it now."""

    author: Actor
    title: str
    text: str
    thread: str
    groups: list[Group]
    url: str
    answer_to: AnswerTo | None


def mentioned(activity: Activity) -> None:
    """To who is named, as long as she can read it and is not kept apart from who wrote it."""
    mention = Mention.objects.select_related("person").get(pk=activity.object_id)
    words = _words(mention)
    if words is None or keeps_out(mention.person, words.author):
        return
    name = {"name": called(words.author)}
    write(
        mention.person,
        thread=words.thread,
        groups=words.groups,
        url=words.url,
        answer_to=words.answer_to,
        content=lambda: Content(
            subject=_("%(name)s named you") % name,
            opening=_("It is about: %(title)s") % {"title": words.title},
            quote=words.text,
            action=_("Read it"),
        ),
    )


def _words(mention: Mention) -> _Words | None:
    """None when the reader cannot read it (any more)."""
    return _in_question(mention) if mention.question_id or mention.answer_id else _said(mention)


def _in_question(mention: Mention) -> _Words | None:
    reader = mention.person
    answers = queries.visible_answers(reader).filter(pk=mention.answer_id or 0)
    answer = answers.select_related("author", "question__group").first()
    rows = queries.visible_questions(reader).select_related("author", "group")
    question = answer.question if answer else rows.filter(pk=mention.question_id or 0).first()
    if question is None:
        return None
    page = settings.BASE_URL + reverse("question", args=[question.pk])
    return _Words(
        author=answer.author if answer else question.author,
        title=question.title,
        text=answer.text if answer else question.body,
        thread=f"question-{question.pk}",
        groups=[question.group],
        url=f"{page}#answer-{answer.pk}" if answer else page,
        answer_to=_answer_to(reader, question),
    )


def _answer_to(reader: Actor, question: Question) -> AnswerTo | None:
    """Not for who asked without her name: at the foot of a mail stands, too often, a name."""
    if question.author.is_pseudonym and voice(reader, question.author_id) != reader:
        return None
    return answer_to(Matter.QUESTION, question.pk)


def _said(mention: Mention) -> _Words | None:
    reader = mention.person
    replies = conversations.visible_replies(reader).filter(pk=mention.reply_id or 0)
    reply = replies.select_related("author", "post").first()
    rows = conversations.visible_posts(reader).select_related("author")
    post = reply.post if reply else rows.filter(pk=mention.post_id or 0).first()
    if post is None:
        return None
    return _Words(
        author=reply.author if reply else post.author,
        title=post.title,
        text=reply.text if reply else post.body,
        thread=f"conversation-{post.pk}",
        groups=conversations.where(post),
        url=_page_of(reply) if reply else _page(post.pk),
        answer_to=answer_to(Matter.CONVERSATION, post.pk),
    )


def _page(post: int) -> str:
    return settings.BASE_URL + reverse("conversation", args=[post])


def _page_of(reply: Reply) -> str:
    """The reply finds its own page: those before it may be withdrawn meanwhile."""
    return f"{_page(reply.post_id)}?reactie={reply.pk}#reply-{reply.pk}"
