"""Questions and answers."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.knowledge.queries import is_named, visible_answers, visible_questions
from vaknet.domain.searching.models import Kind
from vaknet.domain.searching.sources.source import (
    TRANSLATED,
    Draft,
    Shown,
    Source,
    both_languages,
    shown_in_both,
    streamed,
)

CLOSED = Group.Readers.GROUP


def _topic_names(question: str) -> ArraySubquery:
    links = Question.topics.through.objects.filter(question_id=OuterRef(question))
    return ArraySubquery(links.order_by("topic__name").values("topic__name"))


def question_drafts(chosen: Q) -> Iterator[Draft]:
    rows = Question.objects.filter(chosen, withdrawn_at=None).annotate(names=_topic_names("pk"))
    columns = ("pk", "author_id", "group_id", "group__readers", "title", "body", "names")
    for pk, author, group, readers, title, body, names, at, *translated in streamed(
        rows.values_list(*columns, "asked_at", *TRANSLATED)
    ):
        yield Draft(
            kind=Kind.QUESTION,
            source=pk,
            thread=pk,
            at=at,
            title=title,
            text=both_languages(body, *translated),
            group=group,
            author=author,
            topics=tuple(names),
            is_open=readers != CLOSED,
        )


def answer_drafts(chosen: Q) -> Iterator[Draft]:
    """An answer is found by the words of its question too: "yes, at the archive" says little."""
    rows = Answer.objects.filter(chosen, withdrawn_at=None, question__withdrawn_at=None)
    rows = rows.annotate(names=_topic_names("question_id"))
    columns = ("pk", "question_id", "author_id", "question__group_id", "question__group__readers")
    texts = ("question__title", "text", "names", "answered_at", "best_for__pk")
    for pk, question, author, group, readers, title, text, names, at, best, *translated in streamed(
        rows.values_list(*columns, *texts, *TRANSLATED)
    ):
        yield Draft(
            kind=Kind.BEST_ANSWER if best else Kind.ANSWER,
            source=pk,
            thread=question,
            at=at,
            title="",
            text=both_languages(f"{title}\n{text}", *translated),
            group=group,
            author=author,
            topics=tuple(names),
            is_open=readers != CLOSED,
        )


def shown_questions(viewer: Actor | None, ids: list[int]) -> Iterable[Shown]:
    for row in _QUESTIONS(viewer=viewer, ids=ids):
        yield Shown(
            kind=Kind.QUESTION,
            source=row.pk,
            thing=row,
            at=row.asked_at,
            title=row.title,
            text=shown_in_both(row, row.body_html),
            group=row.group.actor,
            author=row.author if row.named else None,
            topics=tuple(row.names),
        )


def shown_answers(viewer: Actor | None, ids: list[int]) -> Iterable[Shown]:
    for row in _ANSWERS(viewer=viewer, ids=ids):
        yield Shown(
            kind=Kind.BEST_ANSWER if hasattr(row, "best_for") else Kind.ANSWER,
            source=row.pk,
            thing=row,
            at=row.answered_at,
            title=row.question.title,
            text=shown_in_both(row, row.html),
            group=row.question.group.actor,
            author=row.author if row.named else None,
            about=row.question.author if row.asker_named else None,
            topics=tuple(row.names),
        )


def _questions(viewer: Actor | None, ids: list[int]) -> QuerySet[Any]:
    rows = visible_questions(viewer).filter(pk__any_of=ids)
    rows = rows.select_related("author", "group__actor", "translation")
    return rows.annotate(named=is_named(viewer), names=_topic_names("pk"))


def _answers(viewer: Actor | None, ids: list[int]) -> QuerySet[Any]:
    rows = visible_answers(viewer).filter(pk__any_of=ids)
    told = ("question__author", "question__group__actor", "best_for", "translation")
    rows = rows.select_related("author", *told)
    asker = is_named(viewer, "question__author")
    return rows.annotate(
        named=is_named(viewer), asker_named=asker, names=_topic_names("question_id")
    )


_QUESTIONS = Frozen(_questions)
_ANSWERS = Frozen(_answers)

QUESTIONS = Source((Kind.QUESTION,), question_drafts, shown_questions)
ANSWERS = Source((Kind.ANSWER, Kind.BEST_ANSWER), answer_drafts, shown_answers)
