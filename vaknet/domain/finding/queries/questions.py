"""Questions that were asked before: what is known already need not be asked again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import passages
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries.understanding import Reader, answerer, understand
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.engine.ranking import FoundQuestion

# A question that shares less than this is about something else.
LEAST_COVER = 0.35
MOST_SHOWN = 3


@dataclass(frozen=True)
class FoundAnswer:
    """A question that was answered, with the best answer, or else the latest."""

    question: Question
    answer: Answer
    is_best: bool


def answered(reader: Reader, found: Sequence[FoundQuestion]) -> list[FoundAnswer]:
    given = Answer.objects.filter(withdrawn_at=None).select_related("author", "best_for")
    questions = (
        _visible(reader)
        .filter(Exists(given.filter(question=OuterRef("pk"))))
        .prefetch_related(Prefetch("answers", given.order_by("-answered_at"), "given"))
    )
    return [_with_answer(question) for question in _in_order(questions, found)[:MOST_SHOWN]]


def similar_questions(viewer: Actor, text: str, limit: int = 3) -> list[Question]:
    """Questions like the one somebody is about to ask, that she may read."""
    understood = understand(text)
    if not understood:
        return []
    reader = Reader.of(viewer)
    found = answerer(reader, understood).questions()
    return _in_order(_visible(reader), found)[:limit]


def _visible(reader: Reader) -> QuerySet[Question]:
    readable = Question.objects.filter(group__in=reader.groups, withdrawn_at=None)
    return readable.select_related("author", "group__actor")


def _in_order(questions: QuerySet[Question], found: Sequence[FoundQuestion]) -> list[Question]:
    close = [one.passage for one in found if one.cover >= LEAST_COVER]
    rows = Passage.objects.filter(pk__in=close, source_type=passages.type_of(Question))
    source = dict(rows.values_list("pk", "source_id"))
    known = questions.in_bulk(source.values())
    return [known[source[pk]] for pk in close if source.get(pk) in known]


def _with_answer(question: Question) -> FoundAnswer:
    given: list[Answer] = question.given  # type: ignore[attr-defined]
    best = next((answer for answer in given if hasattr(answer, "best_for")), None)
    return FoundAnswer(question, best or given[0], best is not None)
