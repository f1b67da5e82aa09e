"""Questions that were asked before: what is known already need not be asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import passages
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries.understanding import Reader, answerer, understand
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.knowledge.same import originals
from vaknet.engine.ranking import FoundQuestion

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Answered(TypedDict):
        is_answered: bool

    MaybeAnswered = WithAnnotations[Question, _Answered]

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
    shown = [question for question in _in_order(reader, found) if question.is_answered][:MOST_SHOWN]
    given: dict[int, list[Answer]] = {question.pk: [] for question in shown}
    rows = _ANSWERS(viewer=reader.viewer.pk, questions=[*given]) if given else []
    for answer in rows:
        given[answer.question_id].append(answer)
    return [_with_answer(question, given[question.pk]) for question in shown if given[question.pk]]


def similar_questions(viewer: Actor, text: str, limit: int = 3) -> list[Question]:
    """Questions like the one somebody is about to ask, that she may read."""
    understood = understand(text)
    if not understood:
        return []
    reader = Reader.of(viewer)
    found = answerer(reader, understood).questions()
    return [*_in_order(reader, found)[:limit]]


def _in_order(reader: Reader, found: Sequence[FoundQuestion]) -> "list[MaybeAnswered]":
    """Each once; one that was asked before is where it was asked first."""
    close = [one.passage for one in found if one.cover >= LEAST_COVER]
    if not close:
        return []
    source = dict(_PLACES(passages=close, kind=passages.type_of(Question)))
    before = originals([*source.values()])
    meant = {passage: before.get(pk, pk) for passage, pk in source.items()}
    rows = _QUESTIONS(ids=[*meant.values()], groups=[*reader.groups])
    known = {question.pk: question for question in rows}
    in_order = dict.fromkeys(meant[passage] for passage in close if passage in meant)
    return [known[pk] for pk in in_order if pk in known]


def _places(passages: list[int], kind: int) -> QuerySet[Passage, tuple[int, int]]:
    rows = Passage.objects.filter(pk__any_of=passages, source_type=kind)
    return rows.values_list("pk", "source_id")


def _questions(ids: list[int], groups: list[int]) -> "QuerySet[MaybeAnswered]":
    given = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None)
    readable = Question.objects.filter(group__any_of=groups, withdrawn_at=None, pk__any_of=ids)
    return readable.select_related("author", "group__actor").annotate(is_answered=Exists(given))


def _answers(viewer: int, questions: list[int]) -> QuerySet[Answer]:
    rows = Answer.objects.filter(question__any_of=questions, withdrawn_at=None)
    rows = rows.annotate(is_named=knowledge.is_named(Actor(pk=viewer)))
    return rows.select_related("author", "best_for").order_by("-answered_at")


_PLACES = Frozen(_places)
_QUESTIONS = Frozen(_questions)
_ANSWERS = Frozen(_answers)


def _with_answer(question: Question, given: Sequence[Answer]) -> FoundAnswer:
    best = next((answer for answer in given if hasattr(answer, "best_for")), None)
    return FoundAnswer(question, best or given[0], best is not None)
