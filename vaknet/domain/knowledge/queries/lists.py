"""Questions and answers by the page."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerRequest,
    Question,
)
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.knowledge.queries.visible import is_named, visible_answers, visible_questions
from vaknet.domain.knowledge.rules import REQUESTS_A_DAY
from vaknet.domain.people.apart import is_apart

A_DAY = timedelta(days=1)
EVIDENCE = 200
QUESTIONS_PER_PAGE = 20


def questions(
    viewer: Actor | None, *, group: Group | None = None, unanswered: bool = False, text: str = ""
) -> QuerySet[Question]:
    """Newest first, with `answer_count` and `is_named` for lists."""
    rows = visible_questions(viewer)
    if group is not None:
        rows = rows.filter(group=group)
    if unanswered:
        answered = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None)
        rows = rows.filter(~Exists(answered), same_as=None)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(body__icontains=text))
    return (
        rows.select_related("author", "group__actor", "best_answer")
        .annotate(answer_count=_count_of_answers(), is_named=is_named(viewer))
        .defer("body", "body_html")
        .order_by("-asked_at", "-pk")
    )


def questions_in(
    viewer: Actor | None, group: Group, part: slice, *, unanswered: bool = False
) -> list[Question]:
    """That part of the questions of a group."""
    wanted = _UNANSWERED if unanswered else _QUESTIONS
    return wanted.part(part, viewer=viewer, group=group)


def _questions(viewer: Actor | None, group: Group) -> QuerySet[Question]:
    return questions(viewer, group=group)


def _unanswered(viewer: Actor | None, group: Group) -> QuerySet[Question]:
    return questions(viewer, group=group, unanswered=True)


_QUESTIONS = Frozen(_questions)
_UNANSWERED = Frozen(_unanswered)


def _count_of_answers() -> Coalesce:
    """Counted row by row: a join would count all answers of a group to show one page of it."""
    given = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None).order_by()
    count = given.values("question").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count), 0)


def requests_waiting(viewer: Actor) -> QuerySet[Question]:
    """Where she is asked by name, did not decline, and gave no answer yet; the oldest first.

    What was asked in a group that she left since does not wait.
    """
    waiting = AnswerRequest.objects.filter(person=viewer, declined_at=None)
    answered = Answer.objects.filter(question=OuterRef("pk"), author=viewer, withdrawn_at=None)
    rows = visible_questions(viewer).filter(pk__in=waiting.values("question"))
    rows = rows.exclude(is_apart(viewer.pk, "author")).filter(~Exists(answered))
    return rows.select_related("author", "group__actor").order_by("asked_at", "pk")


def requests_left(asker: Actor) -> int:
    """How many more people she may ask today, counted with what she asks without her name."""
    names, since = names_of(asker.pk), now() - A_DAY
    lately = AnswerRequest.objects.filter(question__author__in=names, at__gte=since)
    return max(0, REQUESTS_A_DAY - lately.count())


class Answered(NamedTuple):
    """An answer by its question: enough to show that somebody knows about it."""

    pk: int
    question_id: int
    title: str
    answered_at: datetime


def answered_by(viewer: Actor | None, actor: Actor) -> list[Answered]:
    """The latest questions somebody answered, where the one who looks may read it."""
    if viewer is None:
        return []
    return [Answered(*row) for row in _ANSWERED(viewer=viewer.pk, actor=actor.pk)]


def _answered(viewer: int, actor: int) -> QuerySet[Answer, tuple[Any, ...]]:
    rows = visible_answers(Actor(pk=viewer)).filter(author=actor).order_by("-answered_at", "-pk")
    return rows.values_list("pk", "question_id", "question__title", "answered_at")[:EVIDENCE]


_ANSWERED = Frozen(_answered)
