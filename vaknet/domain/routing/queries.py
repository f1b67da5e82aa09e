"""Whom a question can be put to, whom it was put to, and why her."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding.queries import Fitting, who_fit
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.asleep import sleeping
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.knowledge.models import Answer, AnswerRequest, Question
from vaknet.domain.knowledge.queries import (
    requests_left,
    requests_waiting,
    visible_answers,
    visible_questions,
)
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import Account
from vaknet.domain.routing.models import LeftOut, RoutedRequest, Routing
from vaknet.domain.routing.rules import LATELY, MOST_WAITING, WAITS
from vaknet.engine.ranking import invitees
from vaknet.engine.ranking.inviting import AT_ONCE, burden
from vaknet.engine.text import content

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Why(TypedDict):
        requested_at: datetime
        is_routed: bool
        answered: str | None
        knows: str | None
        works: str | None

    AskedQuestion = WithAnnotations[Question, _Why]


@dataclass(frozen=True)
class RoutingView:
    """What the asker sees at her question: whom she asked, or whom she may ask.

    `first` and `later`: whom she asked, and who were asked when nobody answered. Nothing tells what
    any of them did with it, but for an answer that everybody reads.
    """

    is_open: bool
    left: int = 0
    """How many more she may ask today, of those that she may ask in a day."""
    routing: Routing | None = None
    first: list[Actor] = field(default_factory=list)
    later: list[Actor] = field(default_factory=list)
    proposed: list[Fitting] = field(default_factory=list)
    found_more: bool = False
    """Whether anybody was asked later, also when she is not to be seen any more."""

    @property
    def asked(self) -> list[Actor]:
        return [*self.first, *self.later]

    @property
    def widens(self) -> bool:
        """Whether more people are still going to be asked."""
        told = self.routing
        if told is None or told.widens_at is None or not self.is_open:
            return False
        return told.widened_at is None and told.stopped_at is None


def routing_at(asker: Actor, question: Question) -> RoutingView:
    """At a question of hers. The number of statements does not depend on how many are asked."""
    is_open = is_open_for(asker, question)
    routing = Routing.objects.filter(question=question).first()
    if routing is None:
        left = requests_left(asker) if is_open else 0
        count = min(AT_ONCE, left)
        proposed = who_may_know(asker, question, count=count) if count else []
        return RoutingView(is_open, left, proposed=proposed)
    asked = RoutedRequest.objects.filter(routing=routing)
    shown = asked.exclude(is_apart(asker.pk, "request__person"))
    rows = list(shown.select_related("request__person").order_by("turn", "pk"))
    first, later = ([one.request.person for one in rows if one.turn == turn] for turn in (1, 2))
    found_more = asked.filter(turn=2).exists()
    return RoutingView(is_open, routing=routing, first=first, later=later, found_more=found_more)


def were_asked(routing: Routing) -> set[int]:
    """The people it was put to."""
    return set(routing.requests.values_list("request__person", flat=True))


def who_may_know(asker: Actor, question: Question, *, count: int = AT_ONCE) -> list[Fitting]:
    """Members of its group to put it to, who fits best first. Not who answered or was asked it.

    Who is chosen depends on how often each was asked of late, and on nothing else that she did or
    left: a no is no more to be seen here than a request that still waits. The order is that of the
    finder, so that it tells nothing of who was asked.
    """
    load = _load(question)
    enough = {person for person, _asked_at, waiting in load if waiting >= MOST_WAITING}
    fitting = who_fit_it(asker, question, without=enough)
    asked = {person: burden(map(_days_ago, asked_at)) for person, asked_at, _waiting in load}
    chosen = invitees([(one.actor.pk, one.score) for one in fitting], asked, count=count)
    return [one for one in fitting if one.actor.pk in chosen]


def who_fit_it(
    asker: Actor,
    question: Question,
    *,
    among: Collection[int] | None = None,
    without: Collection[int] = (),
) -> list[Fitting]:
    """All of them, however often they were asked; or these of them.

    Nothing counts that was said in another closed group, or at an event for who is in another group
    alone: who is asked reads why her, and would know that the asker is in there, who may have asked
    without her name.
    """
    settled = {pk for (pk,) in _SETTLED(question=question.pk, group=question.group_id)}
    members = members_of(question) if among is None else among
    elsewhere = {pk for (pk,) in _CLOSED()} - {question.group_id}
    return who_fit(
        asker,
        _text(question),
        among=members,
        without=settled | {*without},
        unread=elsewhere,
        inside=question.group_id,
    )


def members_of(question: Question) -> list[int]:
    """Who is in its group."""
    return [pk for (pk,) in _MEMBERS(group=question.group_id)]


def _text(question: Question) -> str:
    """Its sentence; where that says nothing ("Who knows this?") what stands below it too."""
    if any(True for _word in content(question.title)):
        return question.title
    return f"{question.title}\n{question.body}"


def _days_ago(at: datetime) -> float:
    return max(0.0, (timezone.now() - at) / timedelta(days=1))


def _load(question: Question) -> list[tuple[int, list[datetime], int]]:
    now = timezone.now()
    return _LOAD(group=question.group_id, lately=now - LATELY, waits=now - WAITS)


def open_questions() -> QuerySet[Question]:
    """There still, asked nowhere before, and answered by nobody but the asker."""
    return Question.objects.filter(~Exists(_answers_of_others()), withdrawn_at=None, same_as=None)


def _answers_of_others(question: str = "pk", author: str = "author") -> QuerySet[Answer]:
    rows = Answer.objects.filter(question=OuterRef(question), withdrawn_at=None)
    return rows.exclude(author=OuterRef(author))


def is_open_for(asker: Actor, question: Question) -> bool:
    """Whether she may have people asked: it is open, and she is there and in a group awake."""
    return bool(_OPEN_FOR(asker=asker.pk, question=question.pk))


def _open_for(asker: int, question: int) -> QuerySet[Question, tuple[int]]:
    is_in = GroupMembership.objects.filter(group=OuterRef("group"), actor=asker, until=None)
    asleep = sleeping().filter(group=OuterRef("group"))
    is_here = Account.objects.filter(actor=asker, is_active=True)
    rows = open_questions().filter(Exists(is_in), ~Exists(asleep), Exists(is_here), pk=question)
    return rows.values_list("pk")


def _closed() -> QuerySet[Group, tuple[int]]:
    return Group.objects.filter(readers=Group.Readers.GROUP).values_list("pk")


def _members(group: int) -> QuerySet[GroupMembership, tuple[int]]:
    return GroupMembership.objects.filter(group=group, until=None).values_list("actor_id")


def _settled(question: int, group: int) -> QuerySet[Answer, tuple[int]]:
    """Who answered it, was asked it, or is asked nothing this way."""
    answered = Answer.objects.filter(question=question).values_list("author_id")
    asked = AnswerRequest.objects.filter(question=question).values_list("person_id")
    is_in = GroupMembership.objects.filter(group=group, actor=OuterRef("actor"), until=None)
    left_out = LeftOut.objects.filter(Exists(is_in), until=None).values_list("actor_id")
    return answered.union(asked, left_out)


def is_left_out(person: Actor) -> bool:
    return LeftOut.objects.filter(actor=person, until=None).exists()


def _asked_of_late(
    group: int, lately: datetime, waits: datetime
) -> QuerySet[AnswerRequest, tuple[int, list[datetime], int]]:
    """Of each member: when she was asked, and how much of it waits as far as others know."""
    is_in = GroupMembership.objects.filter(group=group, until=None).values("actor")
    is_answered = Exists(_answers_of_others("question", "question__author"))
    is_waiting = Q(~is_answered, at__gte=waits, question__withdrawn_at=None)
    rows = AnswerRequest.objects.filter(person__in=is_in, at__gte=lately).order_by()
    counted = rows.values("person").annotate(
        asked_at=ArrayAgg("at"), waiting=Count("pk", filter=is_waiting)
    )
    return counted.values_list("person", "asked_at", "waiting")


def waiting_for(viewer: Actor) -> "QuerySet[AskedQuestion]":
    """Where somebody asks her by name, with why where it is told. What was put to a few at once
    waits no longer when one of them, or anybody else, answered.
    """
    asked = _put_to(viewer.pk)
    rows = requests_waiting(viewer).filter(~Exists(asked) | ~Exists(_answers_of_others()))
    return _with_why(viewer, rows)


def put_to_her(viewer: Actor, pk: int) -> "AskedQuestion | None":
    """The question when she was asked it as one of a few at once, answered or not."""
    rows = visible_questions(viewer).filter(Exists(_put_to(viewer.pk)), pk=pk)
    return _with_why(viewer, rows).first()


def _put_to(viewer: int) -> QuerySet[RoutedRequest]:
    return RoutedRequest.objects.filter(
        request__question=OuterRef("pk"), request__person=viewer, request__declined_at=None
    )


def _with_why(viewer: Actor, rows: QuerySet[Question]) -> "QuerySet[AskedQuestion]":
    """Only what she may still read herself: also of her own answer in a group that she left. And
    nothing of another closed group, which the letter would carry past what she wants of it."""
    asked = _put_to(viewer.pk)
    given = asked.filter(answer__in=visible_answers(viewer), answer__author=F("request__person"))
    is_of_here = Q(answer__question__group=F("request__question__group"))
    given = given.filter(is_of_here | ~Q(answer__question__group__readers=Group.Readers.GROUP))
    requests = AnswerRequest.objects.filter(question=OuterRef("pk"), person=viewer)
    return rows.annotate(
        requested_at=Subquery(requests.values("at")),
        is_routed=Exists(asked),
        answered=Subquery(given.values("answer__question__title")),
        knows=Subquery(asked.values("topic__text")),
        works=Subquery(asked.values("role__title")),
    )


_LOAD = Frozen(_asked_of_late)
_SETTLED = Frozen(_settled)
_MEMBERS = Frozen(_members)
_CLOSED = Frozen(_closed)
_OPEN_FOR = Frozen(_open_for)
