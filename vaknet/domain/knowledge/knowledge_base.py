"""The knowledge base of a group: questions that have a best answer, and who keeps them true."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import (
    AnswerCheck,
    ByLetter,
    Question,
    Topic,
    Upkeep,
)
from vaknet.domain.knowledge.queries import is_named, standing_upkeep, visible_questions

LONG_AGO = timedelta(days=365)  # since somebody looked: rules and forms change about yearly
MOST_TOPICS = 12
MOST_CHECKS = 50  # of one answer: years of them


@dataclass(frozen=True)
class Entry:
    """How sure one can be of a best answer, for the one who looks.

    `checked_on`: when somebody last said that it holds, or chose it. `keeper`, `checker` and
    `doubter` are None when there is none, and when she may not know who. A doubt counts until
    somebody says that the answer holds after all.
    """

    checked_on: datetime
    checker: Actor | None
    keeper: Actor | None
    is_kept: bool
    doubt: str
    doubter: Actor | None

    @property
    def is_old(self) -> bool:
        return self.checked_on < timezone.now() - LONG_AGO


def entries(
    viewer: Actor | None, group: Group, *, text: str = "", topic: str = "", old: bool = False
) -> QuerySet[Question]:
    """Newest best answer first, with `checked_on`, `doubt`, `is_named`, `came_by_letter` and its
    author.

    `old`: only what nobody looked at for a year, or somebody doubts.
    """
    rows = _with_best(viewer, group)
    if text:
        words = Q(title__icontains=text) | Q(best_answer__answer__text__icontains=text)
        rows = rows.filter(words | Q(body__icontains=text))
    if topic:
        rows = rows.filter(topics__name__iexact=topic)
    if old:
        rows = rows.filter(Q(checked_on__lt=timezone.now() - LONG_AGO) | Q(doubt__gt=""))
    return rows.order_by("-best_answer__at", "-pk")


def _with_best(viewer: Actor | None, group: Group) -> QuerySet[Question]:
    checks = AnswerCheck.objects.filter(answer=OuterRef("best_answer__answer"))
    held = checks.filter(doubt="").order_by("-at").values("at")[:1]
    latest = checks.order_by("-at", "-pk").values("doubt")[:1]
    chosen = "best_answer__at"
    rows = visible_questions(viewer).filter(group=group, best_answer__isnull=False, same_as=None)
    return (
        rows.select_related("best_answer__answer__author")
        .annotate(
            checked_on=Greatest(Coalesce(Subquery(held), chosen), chosen),
            doubt=Coalesce(Subquery(latest), Value("")),
            is_named=is_named(viewer, "best_answer__answer__author"),
            came_by_letter=Exists(ByLetter.objects.filter(answer=OuterRef("best_answer__answer"))),
        )
        .defer("body", "body_html", "best_answer__answer__text")
    )


def topics_of(viewer: Actor | None, group: Group) -> list[str]:
    """What the knowledge base is about, the most common first."""
    return _TOPICS(viewer=viewer, group=group)


def _topics(viewer: Actor | None, group: Group) -> QuerySet[Topic, str]:
    known = _with_best(viewer, group).order_by().values("pk")
    rows = Topic.objects.filter(questions__in=known).annotate(times=Count("questions"))
    return rows.order_by("-times", "name").values_list("name", flat=True)[:MOST_TOPICS]


_TOPICS = Frozen(_topics)


def keeper_of(question: Question) -> Actor | None:
    """Who keeps it up to date now."""
    rows = standing_upkeep().filter(question=question).select_related("actor")
    return next((upkeep.actor for upkeep in rows), None)


def check(viewer: Actor, pk: int) -> AnswerCheck:
    """By its number. Raises AnswerCheck.DoesNotExist for who may not read the question."""
    rows = AnswerCheck.objects.select_related("answer__question", "answer__best_for")
    return rows.get(
        pk=pk, answer__withdrawn_at=None, answer__question__in=visible_questions(viewer)
    )


def entry(viewer: Actor | None, question: Question) -> Entry | None:
    """Of a question as `plain_question` gives it; None when it has no best answer."""
    best = getattr(question, "best_answer", None)
    if best is None:
        return None
    reader = viewer.pk if viewer else 0
    # Both are seldom there: the question knows.
    is_checked, is_kept = question.is_checked, question.is_kept  # type: ignore[attr-defined]
    checks = _CHECKS(viewer=reader, answer=best.answer_id) if is_checked else []
    upkeep = _UPKEEP(viewer=reader, question=question.pk) if is_kept else []
    latest = checks[0] if checks else None
    held = next((check for check in checks if not check.doubt), None)
    doubt = latest if latest and latest.doubt else None
    return Entry(
        checked_on=max(held.at, best.at) if held else best.at,
        checker=_named(viewer, held),
        keeper=_named(viewer, upkeep[0] if upkeep else None),
        is_kept=bool(upkeep),
        doubt=doubt.doubt if doubt else "",
        doubter=_named(viewer, doubt),
    )


def _named(viewer: Actor | None, row: AnswerCheck | Upkeep | None) -> Actor | None:
    if viewer is None or row is None or not row.is_named:  # type: ignore[union-attr]
        return None
    return row.actor


def _checks(viewer: int, answer: int) -> QuerySet[AnswerCheck]:
    named = is_named(Actor(pk=viewer), "actor")
    rows = AnswerCheck.objects.filter(answer=answer).select_related("actor")
    return rows.annotate(is_named=named).order_by("-at", "-pk")[:MOST_CHECKS]


def _upkeep(viewer: int, question: int) -> QuerySet[Upkeep]:
    rows = standing_upkeep().filter(question=question).select_related("actor")
    return rows.annotate(is_named=is_named(Actor(pk=viewer), "actor"))


_CHECKS = Frozen(_checks)
_UPKEEP = Frozen(_upkeep)
