"""Questions that were asked before, as the one who looks may see both."""

from dataclasses import dataclass

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.models import Answer, Question, SameQuestion
from vaknet.domain.knowledge.queries import visible_answers, visible_questions

MOST_SHOWN = 5


@dataclass(frozen=True)
class Original:
    """Where a question was asked before, with the best answer there, or else the latest."""

    question: Question
    answer: Answer | None


def original(viewer: Actor | None, question: Question) -> Original | None:
    """Of one that `plain_question` gives; None when it was not asked before, and when the one who
    looks may not read where.
    """
    if not hasattr(question, "same_as"):
        return None
    rows = visible_questions(viewer).filter(asked_again__question=question)
    for first in rows.select_related("group__actor"):
        given = visible_answers(viewer).filter(question=first)
        best = given.order_by("best_for", "-answered_at").first()  # one without comes last
        return Original(first, best)
    return None


def asked_again(viewer: Actor | None, question: Question) -> list[Question]:
    """The newest questions that are the same as this one, which `plain_question` gives."""
    if not question.is_asked_again:  # type: ignore[attr-defined]
        return []
    rows = visible_questions(viewer).filter(same_as__original=question)
    return list(rows.order_by("-asked_at", "-pk")[:MOST_SHOWN])


def originals(pks: list[int]) -> dict[int, int]:
    """Those of these questions that are the same as another one, with the id of that."""
    return dict(_ORIGINALS(pks=pks))


def _originals(pks: list[int]) -> QuerySet[SameQuestion, tuple[int, int]]:
    rows = SameQuestion.objects.filter(question__any_of=pks)
    return rows.values_list("question_id", "original_id")


_ORIGINALS = Frozen(_originals)
