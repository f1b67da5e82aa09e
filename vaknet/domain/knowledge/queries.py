"""Questions and answers, as the one who looks may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import rules
from vaknet.domain.knowledge.history import changed_at
from vaknet.domain.knowledge.mentions import named_at_question
from vaknet.domain.knowledge.models import Answer, AnswerRequest, Question, Thanks
from vaknet.domain.people.apart import is_apart, is_blocked
from vaknet.kit.markdown import has_names

if TYPE_CHECKING:
    from vaknet.domain.groups.models import MembershipOfOne

EVIDENCE = 200
QUESTIONS_PER_PAGE = 20
FIRST_PAGE = slice(0, QUESTIONS_PER_PAGE + 1)  # one more tells that there are more


@dataclass(frozen=True)
class AnswerView:
    answer: Answer
    is_best: bool
    thanks: int
    is_thanked: bool
    may_thank: bool
    may_withdraw: bool


@dataclass(frozen=True)
class QuestionView:
    """A question with its answers: the best first, then in the order they came.

    `is_requested`: the asker would like the one who looks to answer. `requested`: whom the one who
    looks asked by name; nobody else learns of them. `named`: whom its words link to.
    """

    question: Question
    topics: list[str]
    answers: list[AnswerView]
    may_answer: bool
    may_choose_best: bool
    may_withdraw: bool
    is_requested: bool
    requested: list[Actor]
    named: dict[str, str]

    @property
    def best(self) -> AnswerView | None:
        return next((view for view in self.answers if view.is_best), None)


def questions(
    viewer: Actor | None, *, group: Group | None = None, unanswered: bool = False, text: str = ""
) -> QuerySet[Question]:
    """Newest first, with `answer_count` and `is_named` for lists."""
    rows = visible_questions(viewer)
    if group is not None:
        rows = rows.filter(group=group)
    if unanswered:
        answered = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None)
        rows = rows.filter(~Exists(answered))
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
    """That part of the questions of a group; what opens first is ready before the others."""
    if part == FIRST_PAGE and not unanswered:
        if viewer is None:
            return _QUESTIONS_FOR_GUEST(group=group.pk)
        return _QUESTIONS(viewer=viewer.pk, group=group.pk)
    return list(questions(viewer, group=group, unanswered=unanswered)[part])


def _questions(viewer: int, group: int) -> QuerySet[Question]:
    return questions(Actor(pk=viewer), group=Group(pk=group))[FIRST_PAGE]


def _questions_for_guest(group: int) -> QuerySet[Question]:
    return questions(None, group=Group(pk=group))[FIRST_PAGE]


_QUESTIONS = Frozen(_questions)
_QUESTIONS_FOR_GUEST = Frozen(_questions_for_guest)


def _count_of_answers() -> Coalesce:
    """Counted row by row: a join would count all answers of a group to show one page of it."""
    given = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None).order_by()
    count = given.values("question").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count), 0)


def visible_questions(viewer: Actor | None) -> QuerySet[Question]:
    return Question.objects.filter(group__in=groups.readable_groups(viewer), withdrawn_at=None)


def visible_answers(viewer: Actor | None) -> QuerySet[Answer]:
    return Answer.objects.filter(
        question__group__in=groups.readable_groups(viewer),
        question__withdrawn_at=None,
        withdrawn_at=None,
    )


def is_named(viewer: Actor | None, author: str = "author") -> Combinable:
    """Whether the one who reads may see who said it: guests, and two who are kept apart, may not.

    `author` names the column with her id. What was said in a group is the group's, and stays
    (docs/decisions/0023).
    """
    if viewer is None:
        return Value(value=False)
    return ExpressionWrapper(~is_blocked(viewer.pk, author), output_field=BooleanField())


def plain_question(viewer: Actor | None, pk: int) -> Question:
    """Raises Question.DoesNotExist for one that is not there and for one she may not read."""
    found = _QUESTION_FOR_GUEST(pk=pk) if viewer is None else _QUESTION(viewer=viewer.pk, pk=pk)
    if not found:
        raise Question.DoesNotExist
    return found[0]


def answer(viewer: Actor | None, pk: int) -> Answer:
    rows = visible_answers(viewer).select_related("author", "question__group__actor")
    return rows.get(pk=pk)


def question(viewer: Actor | None, pk: int) -> QuestionView:
    """All of one question page, in a number of queries that does not depend on the answers."""
    asked = plain_question(viewer, pk)
    membership = groups.membership(viewer, asked.group)
    best = asked.best_answer.answer_id if hasattr(asked, "best_answer") else None
    views = [_answer_view(viewer, row, best, membership) for row in _answers(viewer, asked)]
    return QuestionView(
        question=asked,
        topics=asked.topic_names,  # type: ignore[attr-defined]
        answers=sorted(views, key=lambda view: not view.is_best),
        may_answer=viewer is not None,
        may_choose_best=viewer is not None and rules.may_choose_best(viewer, asked, membership),
        may_withdraw=viewer is not None and rules.may_withdraw(viewer, asked, membership),
        is_requested=asked.is_requested,  # type: ignore[attr-defined]
        requested=_requested_by(viewer, asked),
        named=_named(viewer, asked, views),
    )


def _named(viewer: Actor | None, asked: Question, views: list[AnswerView]) -> dict[str, str]:
    """Asked for where a name is written, which is seldom."""
    words = [asked.body_html, *(view.answer.html for view in views)]
    return named_at_question(viewer, asked.pk) if any(map(has_names, words)) else {}


def _requested_by(viewer: Actor | None, asked: Question) -> list[Actor]:
    if viewer is None or asked.author_id != viewer.pk:
        return []
    rows = asked.answer_requests.exclude(is_apart(viewer.pk, "person")).select_related("person")
    return [request.person for request in rows.order_by("pk")]


def requests_waiting(viewer: Actor) -> QuerySet[Question]:
    """Where she is asked by name, did not decline, and gave no answer yet; the oldest first.

    What was asked in a group that she left since does not wait.
    """
    waiting = AnswerRequest.objects.filter(person=viewer, declined_at=None)
    answered = Answer.objects.filter(question=OuterRef("pk"), author=viewer, withdrawn_at=None)
    rows = visible_questions(viewer).filter(pk__in=waiting.values("question"))
    rows = rows.exclude(is_apart(viewer.pk, "author")).filter(~Exists(answered))
    return rows.select_related("author", "group__actor").order_by("asked_at", "pk")


def _answers(viewer: Actor | None, asked: Question) -> list[Answer]:
    if viewer is None:
        return _ANSWERS_FOR_GUEST(question=asked.pk)
    return _ANSWERS(viewer=viewer.pk, question=asked.pk)


def _question(viewer: int, pk: int) -> QuerySet[Question]:
    rows = _whole(visible_questions(Actor(pk=viewer)), pk).select_related("author")
    requests = AnswerRequest.objects.filter(
        question=OuterRef("pk"), person=viewer, declined_at=None
    )
    return rows.annotate(
        is_named=is_named(Actor(pk=viewer)),
        is_requested=Exists(requests),
    )


def _question_for_guest(pk: int) -> QuerySet[Question]:
    """Without who asked: guests see no names."""
    rows = _whole(visible_questions(None), pk)
    return rows.annotate(is_named=is_named(None), is_requested=Value(value=False))


def _whole(questions: QuerySet[Question], pk: int) -> QuerySet[Question]:
    links = Question.topics.through.objects.filter(question_id=OuterRef("pk"))
    names = ArraySubquery(links.order_by("topic__name").values("topic__name"))
    rows = questions.filter(pk=pk).annotate(topic_names=names, changed_at=changed_at("question"))
    return rows.select_related("group__actor", "best_answer")


def _answers_to(viewer: int, question: int) -> QuerySet[Answer]:
    thanked = Thanks.objects.filter(answer=OuterRef("pk"), actor=viewer)
    rows = _in_order(question).select_related("author")
    return rows.annotate(is_thanked=Exists(thanked), is_named=is_named(Actor(pk=viewer)))


def _answers_for_guest(question: int) -> QuerySet[Answer]:
    rows = _in_order(question)
    return rows.annotate(is_thanked=Value(value=False), is_named=is_named(None))


def _in_order(question: int) -> QuerySet[Answer]:
    rows = Answer.objects.filter(question=question, withdrawn_at=None).defer("text")
    rows = rows.annotate(changed_at=changed_at("answer"))
    return rows.annotate(thanks_count=Count("thanks")).order_by("answered_at", "pk")


# Question pages are what is read most.
_QUESTION = Frozen(_question)
_QUESTION_FOR_GUEST = Frozen(_question_for_guest)
_ANSWERS = Frozen(_answers_to)
_ANSWERS_FOR_GUEST = Frozen(_answers_for_guest)


def _answer_view(
    viewer: Actor | None, row: Answer, best: int | None, membership: "MembershipOfOne | None"
) -> AnswerView:
    return AnswerView(
        answer=row,
        is_best=row.pk == best,
        thanks=row.thanks_count,  # type: ignore[attr-defined]
        is_thanked=row.is_thanked,  # type: ignore[attr-defined]
        may_thank=viewer is not None and rules.may_thank(viewer, row),
        may_withdraw=viewer is not None and rules.may_withdraw(viewer, row, membership),
    )


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
