"""Translations of what somebody reads."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.articles import is_author
from vaknet.domain.knowledge.conversations import visible_posts
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.knowledge.models.posts import ABOUT
from vaknet.domain.knowledge.pseudonyms import names_of, voice
from vaknet.domain.knowledge.queries import visible_questions
from vaknet.domain.knowledge.rules import may_change
from vaknet.domain.translations.models import Text, Translation

type Translations = dict[tuple[str, int], Translation]


def name_of(text: Text) -> str:
    """Of the column that points at it."""
    return str(text._meta.model_name)


def translations_at(
    viewer: Actor | None, question: Question, answers: Iterable[Answer]
) -> Translations:
    """Of a question and these answers to it, by kind and id; in one statement."""
    ids = [one.pk for one in answers]
    return _by_text(_AT_QUESTION(viewer=viewer, question=question.pk, answers=ids))


def translations_in(viewer: Actor | None, post: Post, replies: Iterable[Reply]) -> Translations:
    """The same for a post and these replies."""
    ids = [one.pk for one in replies]
    return _by_text(_IN_CONVERSATION(viewer=viewer, post=post.pk, replies=ids))


def _by_text(rows: Iterable[Translation]) -> Translations:
    return {_key(row): row for row in rows}


def _key(row: Translation) -> tuple[str, int]:
    given = ((name, getattr(row, f"{name}_id")) for name in ABOUT)
    return next((name, pk) for name, pk in given if pk is not None)


def _at_question(viewer: Actor | None, question: int, answers: list[int]) -> QuerySet[Translation]:
    there = Q(answer__any_of=answers, answer__question=question, answer__withdrawn_at=None)
    may_read = Exists(visible_questions(viewer).filter(pk=question))
    return Translation.objects.filter(may_read, Q(question=question) | there)


def _in_conversation(viewer: Actor | None, post: int, replies: list[int]) -> QuerySet[Translation]:
    there = Q(reply__any_of=replies, reply__post=post, reply__withdrawn_at=None)
    may_read = Exists(visible_posts(viewer).filter(pk=post))
    return Translation.objects.filter(may_read, Q(post=post) | there)


_AT_QUESTION = Frozen(_at_question)
_IN_CONVERSATION = Frozen(_in_conversation)


def translation_of(text: Text) -> Translation | None:
    """Of something that she may read."""
    return Translation.objects.filter(**{name_of(text): text}).first()


def translations_by(member: Actor) -> Q:
    """Of her words, also those without her name."""
    names = names_of(member.pk)
    asked = Q(question__author__in=names) | Q(answer__author__in=names)
    return asked | Q(post__author=member) | Q(reply__author=member)


def written_since(member: Actor, moment: datetime) -> QuerySet[Translation, str]:
    """The HTML of each; as long as nobody reads it, nothing is asked."""
    rows = Translation.objects.filter(translations_by(member), written_at__gt=moment)
    return rows.values_list("html", flat=True)


def may_translate(by: Actor, text: Text) -> bool:
    """Who wrote it, also without her name, and each author of an article."""
    if may_change(voice(by, text.author_id), text):
        return True
    return isinstance(text, Post) and text.withdrawn_at is None and is_author(by, text)
