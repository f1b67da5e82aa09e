"""Questions and answers, as the one who looks may see them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.knowledge import rules
from vaknet.domain.knowledge.models import Answer, Question, Thanks, Topic


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
    """A question with its answers: the best first, then in the order they came."""

    question: Question
    topics: list[Topic]
    answers: list[AnswerView]
    may_answer: bool
    may_choose_best: bool
    may_withdraw: bool

    @property
    def best(self) -> AnswerView | None:
        return next((view for view in self.answers if view.is_best), None)


def questions(
    viewer: Actor | None, *, group: Group | None = None, unanswered: bool = False, text: str = ""
) -> QuerySet[Question]:
    """Newest first, with `answer_count` and `is_solved` for lists."""
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
        .annotate(answer_count=Count("answers", filter=Q(answers__withdrawn_at=None)))
        .order_by("-asked_at", "-pk")
    )


def visible_questions(viewer: Actor | None) -> QuerySet[Question]:
    return Question.objects.filter(group__in=groups.readable_groups(viewer), withdrawn_at=None)


def visible_answers(viewer: Actor | None) -> QuerySet[Answer]:
    return Answer.objects.filter(
        question__group__in=groups.readable_groups(viewer),
        question__withdrawn_at=None,
        withdrawn_at=None,
    )


def plain_question(viewer: Actor | None, pk: int) -> Question:
    """Raises Question.DoesNotExist for one that is not there and for one she may not read."""
    return visible_questions(viewer).select_related("author", "group__actor").get(pk=pk)


def answer(viewer: Actor | None, pk: int) -> Answer:
    rows = visible_answers(viewer).select_related("author", "question__group__actor")
    return rows.get(pk=pk)


def question(viewer: Actor | None, pk: int) -> QuestionView:
    """All of one question page, in a number of queries that does not depend on the answers."""
    asked = (
        visible_questions(viewer).select_related("author", "group__actor", "best_answer").get(pk=pk)
    )
    membership = groups.membership(viewer, asked.group)
    best = asked.best_answer.answer_id if hasattr(asked, "best_answer") else None
    views = [_answer_view(viewer, row, best, membership) for row in _answers(viewer, asked)]
    return QuestionView(
        question=asked,
        topics=list(asked.topics.order_by("name")),
        answers=sorted(views, key=lambda view: not view.is_best),
        may_answer=viewer is not None and rules.may_answer(asked),
        may_choose_best=viewer is not None and rules.may_choose_best(viewer, asked, membership),
        may_withdraw=viewer is not None and rules.may_withdraw(viewer, asked, membership),
    )


def _answers(viewer: Actor | None, asked: Question) -> QuerySet[Answer]:
    thanked = Thanks.objects.filter(answer=OuterRef("pk"), actor=viewer)
    return (
        Answer.objects.filter(question=asked, withdrawn_at=None)
        .select_related("author")
        .annotate(
            thanks_count=Count("thanks"),
            is_thanked=Exists(thanked) if viewer else Value(False),
        )
        .order_by("answered_at", "pk")
    )


def _answer_view(
    viewer: Actor | None, row: Answer, best: int | None, membership: GroupMembership | None
) -> AnswerView:
    return AnswerView(
        answer=row,
        is_best=row.pk == best,
        thanks=row.thanks_count,  # type: ignore[attr-defined]
        is_thanked=row.is_thanked,  # type: ignore[attr-defined]
        may_thank=viewer is not None and rules.may_thank(viewer, row),
        may_withdraw=viewer is not None and rules.may_withdraw(viewer, row, membership),
    )


def answers_by(viewer: Actor | None, actor: Actor) -> QuerySet[Answer]:
    """What somebody answered, newest first, where the one who looks may read it."""
    rows = visible_answers(viewer).filter(author=actor)
    return rows.select_related("question__group__actor").order_by("-answered_at", "-pk")
