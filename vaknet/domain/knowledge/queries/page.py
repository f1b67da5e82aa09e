"""All of one question page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.knowledge import rules
from vaknet.domain.knowledge.history import changed_at
from vaknet.domain.knowledge.mentions import named_at_question
from vaknet.domain.knowledge.models import (
    Answer,
    AnswerCheck,
    AnswerRequest,
    ByLetter,
    Question,
    SameQuestion,
    Thanks,
    Upkeep,
)
from vaknet.domain.knowledge.pseudonyms import is_bearer
from vaknet.domain.knowledge.queries.visible import (
    as_guests_see,
    is_named,
    is_named_to,
    visible_answers,
    visible_questions,
)
from vaknet.domain.people.apart import is_apart, is_blocked
from vaknet.kit.markdown import has_names

if TYPE_CHECKING:
    from vaknet.domain.groups.models import MembershipOfOne


@dataclass(frozen=True)
class AnswerView:
    answer: Answer
    is_best: bool
    thanks: int
    is_thanked: bool
    may_thank: bool
    may_withdraw: bool
    is_mine: bool


@dataclass(frozen=True)
class QuestionView:
    """A question with its answers: the best first, then in the order they came.

    `is_mine`: the one who looks asked it; `is_unnamed`: and did so without her name.
    `is_requested`: the asker would like the one who looks to answer. `requested`: whom the one who
    looks asked by name; nobody else learns of them. `named`: whom its words link to.
    """

    question: Question
    topics: list[str]
    answers: list[AnswerView]
    may_answer: bool
    may_choose_best: bool
    may_withdraw: bool
    may_look_after: bool
    may_say_same: bool
    is_requested: bool
    requested: list[Actor]
    named: dict[str, str]
    is_mine: bool
    is_unnamed: bool

    @property
    def best(self) -> AnswerView | None:
        return next((view for view in self.answers if view.is_best), None)


def plain_question(viewer: Actor | None, pk: int) -> Question:
    """Raises Question.DoesNotExist for one that is not there and for one she may not read."""
    found = _QUESTION_FOR_GUEST(pk=pk) if viewer is None else _QUESTION(viewer=viewer.pk, pk=pk)
    if not found:
        raise Question.DoesNotExist
    as_guests_see(viewer, found)
    return found[0]


def answer(viewer: Actor | None, pk: int) -> Answer:
    rows = visible_answers(viewer).select_related("author", "question__group__actor")
    return rows.get(pk=pk)


def new_answers(viewer: Actor, pk: int, *, after: int) -> tuple[Question, int]:
    """The question, and how many answers came after that one. Raises Question.DoesNotExist."""
    found = _NEW_ANSWERS(viewer=viewer.pk, pk=pk, after=after)
    if not found:
        raise Question.DoesNotExist
    return found[0], found[0].new_answers  # type: ignore[attr-defined]


def _new_answers(viewer: int, pk: int, after: int) -> QuerySet[Question]:
    newer = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None, pk__gt=after)
    count = newer.order_by().values("question").annotate(count=Count("pk")).values("count")
    rows = visible_questions(Actor(pk=viewer)).filter(pk=pk)
    return rows.annotate(new_answers=Coalesce(Subquery(count), 0))


def question(viewer: Actor | None, pk: int) -> QuestionView:
    """All of one question page, in a number of queries that does not depend on the answers."""
    asked = plain_question(viewer, pk)
    membership = groups.membership(viewer, asked.group)
    best = asked.best_answer.answer_id if hasattr(asked, "best_answer") else None
    is_unnamed: bool = asked.is_unnamed  # type: ignore[attr-defined]
    voice = asked.author if is_unnamed else viewer  # as whom she looks at it
    views = [_answer_view(voice, row, best, membership) for row in _answers(viewer, voice, asked)]
    is_mine = voice is not None and asked.author_id == voice.pk
    return QuestionView(
        question=asked,
        topics=asked.topic_names,  # type: ignore[attr-defined]
        answers=sorted(views, key=lambda view: not view.is_best),
        may_answer=viewer is not None,
        may_choose_best=voice is not None and rules.may_choose_best(voice, asked, membership),
        may_withdraw=voice is not None and rules.may_withdraw(voice, asked, membership),
        may_look_after=rules.may_look_after(membership) and not is_unnamed,
        may_say_same=voice is not None and rules.may_say_same(voice, asked, membership),
        is_requested=asked.is_requested,  # type: ignore[attr-defined]
        requested=_requested_by(viewer, asked) if viewer and is_mine else [],
        named=_named(viewer, asked, views),
        is_mine=is_mine,
        is_unnamed=is_unnamed,
    )


def _named(viewer: Actor | None, asked: Question, views: list[AnswerView]) -> dict[str, str]:
    """Asked for where a name is written, which is seldom."""
    words = [asked.body_html, *(view.answer.html for view in views)]
    return named_at_question(viewer, asked.pk) if any(map(has_names, words)) else {}


def _requested_by(viewer: Actor, asked: Question) -> list[Actor]:
    rows = asked.answer_requests.exclude(is_apart(viewer.pk, "person")).select_related("person")
    return [request.person for request in rows.order_by("pk")]


def _answers(viewer: Actor | None, voice: Actor | None, asked: Question) -> list[Answer]:
    if viewer is None or voice is None:
        rows = _ANSWERS_FOR_GUEST(question=asked.pk)
        as_guests_see(viewer, rows)
        return rows
    return _ANSWERS(viewer=viewer.pk, voice=voice.pk, question=asked.pk)


def _question(viewer: int, pk: int) -> QuerySet[Question]:
    rows = _whole(visible_questions(Actor(pk=viewer)), pk).select_related("author")
    requests = AnswerRequest.objects.filter(
        question=OuterRef("pk"), person=viewer, declined_at=None
    )
    return rows.annotate(
        is_named=is_named(Actor(pk=viewer)),
        is_requested=Exists(requests),
        is_unnamed=is_bearer(viewer),
    )


def _question_for_guest(pk: int) -> QuerySet[Question]:
    """Guests see the names of who agreed to that, and no others."""
    rows = _whole(visible_questions(None), pk).select_related("author")
    never = Value(value=False)
    named = is_named_to(None, "asked_at")
    return rows.annotate(is_named=named, is_requested=never, is_unnamed=never)


def _whole(questions: QuerySet[Question], pk: int) -> QuerySet[Question]:
    links = Question.topics.through.objects.filter(question_id=OuterRef("pk"))
    names = ArraySubquery(links.order_by("topic__name").values("topic__name"))
    checks = AnswerCheck.objects.filter(answer=OuterRef("best_answer__answer"))
    # Seldom: what else is to be asked of the question is asked only when it is there.
    rows = questions.filter(pk=pk).annotate(
        topic_names=names,
        changed_at=changed_at("question"),
        is_checked=Exists(checks),
        is_kept=Exists(standing_upkeep().filter(question=OuterRef("pk"))),
        is_asked_again=Exists(SameQuestion.objects.filter(original=OuterRef("pk"))),
    )
    return rows.select_related("group__actor", "best_answer", "same_as")


def standing_upkeep() -> QuerySet[Upkeep]:
    """By who is still in the group: what she leaves behind is free for another."""
    is_in = GroupMembership.objects.filter(
        group=OuterRef("question__group"), actor=OuterRef("actor"), until=None
    )
    return Upkeep.objects.filter(Exists(is_in), until=None)


def _answers_to(viewer: int, voice: int, question: int) -> QuerySet[Answer]:
    thanked = Thanks.objects.filter(answer=OuterRef("pk"), actor=voice)
    entered = ByLetter.objects.filter(answer=OuterRef("pk"))
    named = entered.exclude(is_blocked(viewer, "entered_by")).values("entered_by__name")
    rows = _in_order(question).select_related("author")
    return rows.annotate(
        is_thanked=Exists(thanked),
        is_named=is_named(Actor(pk=viewer)),
        entered_by_name=Subquery(named),
    )


def _answers_for_guest(question: int) -> QuerySet[Answer]:
    rows = _in_order(question).select_related("author")
    return rows.annotate(is_thanked=Value(value=False), is_named=is_named_to(None, "answered_at"))


def _in_order(question: int) -> QuerySet[Answer]:
    rows = Answer.objects.filter(question=question, withdrawn_at=None).defer("text")
    came_by_letter = Exists(ByLetter.objects.filter(answer=OuterRef("pk")))
    rows = rows.annotate(changed_at=changed_at("answer"), came_by_letter=came_by_letter)
    return rows.annotate(thanks_count=Count("thanks")).order_by("answered_at", "pk")


# Question pages are what is read most.
_QUESTION = Frozen(_question)
_QUESTION_FOR_GUEST = Frozen(_question_for_guest)
_ANSWERS = Frozen(_answers_to)
_ANSWERS_FOR_GUEST = Frozen(_answers_for_guest)
_NEW_ANSWERS = Frozen(_new_answers)


def _answer_view(
    voice: Actor | None, row: Answer, best: int | None, membership: "MembershipOfOne | None"
) -> AnswerView:
    return AnswerView(
        answer=row,
        is_best=row.pk == best,
        thanks=row.thanks_count,  # type: ignore[attr-defined]
        is_thanked=row.is_thanked,  # type: ignore[attr-defined]
        may_thank=voice is not None and rules.may_thank(voice, row),
        may_withdraw=voice is not None and rules.may_withdraw(voice, row, membership),
        is_mine=voice is not None and row.author_id == voice.pk,
    )
