"""Today: a handful of things that wait for you, and then the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, TypedDict

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import (
    Congratulation,
    ConnectionRequest,
    Introduction,
    IntroductionStep,
    LookingForWork,
    RoleAnnouncement,
)
from vaknet.domain.connections.queries import Memory
from vaknet.domain.events import queries as events
from vaknet.domain.events.models import Talk
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.knowledge.models import Answer, Question, Thanks
from vaknet.domain.knowledge.pseudonyms import is_hers, names_of
from vaknet.domain.knowledge.queries import requests_waiting
from vaknet.domain.notices.mentioned import Named, unread
from vaknet.domain.notices.touching import goals_touched
from vaknet.domain.people.apart import is_apart, is_blocked, is_muted
from vaknet.domain.people.models import KnownTopic
from vaknet.domain.searching.queries import News, news_waiting
from vaknet.engine.matching import best_match

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Answered(TypedDict):
        is_answered: bool
        is_hers: bool

    OpenQuestion = WithAnnotations[Question, _Answered]

STOPS = 4
LATELY = timedelta(days=14)
STILL_OPEN = timedelta(days=60)
CANDIDATES = 20
# Long enough to have met, and asked for no longer than a week. From the morning after a talk.
MET_SINCE, MET_UNTIL = timedelta(days=14), timedelta(days=7)
TALKED_SINCE, TALKED_UNTIL = timedelta(days=7), timedelta(hours=12)


@dataclass(frozen=True)
class Stop:
    """One thing to do. `kind` names the template of its body; `topic` is why it is yours: empty for
    a question that somebody asks her by name.

    For a new role that is the goal of hers that it touches, if it touches one. `more`: how many of
    the kind wait besides, on a page of their own.
    """

    kind: str
    minutes: int
    about: (
        IntroductionStep
        | Introduction
        | ConnectionRequest
        | Talk
        | Question
        | Named
        | Memory
        | RoleAnnouncement
        | LookingForWork
        | News
    )
    topic: str = ""
    more: int = 0


@dataclass(frozen=True)
class Today:
    stops: list[Stop]
    answers: list[Answer]
    thanks: list[Thanks]
    congratulations: list[Congratulation]
    group_questions: "list[OpenQuestion]"
    talks: list[Talk]

    @property
    def minutes(self) -> int:
        return sum(stop.minutes for stop in self.stops)


def today(viewer: Actor, *, now: datetime | None = None) -> Today:
    """All of one start page. Number of queries does not depend on what there is.

    What somebody does whom she muted is not brought here; it stands on the pages where it belongs.
    """
    now = now or timezone.now()
    questions = _QUESTIONS(viewer=viewer.pk, since=now - STILL_OPEN)
    talks = _TALKS(viewer=viewer.pk, now=now)
    stops = list(islice(_stops(viewer, questions, talks, now), STOPS))
    shown = {stop.about.pk for stop in stops if isinstance(stop.about, Question)}
    return Today(
        stops=stops,
        answers=_ANSWERS(viewer=viewer.pk, since=now - LATELY),
        thanks=_THANKS(viewer=viewer.pk, since=now - LATELY),
        congratulations=_CONGRATULATIONS(viewer=viewer.pk, since=now - LATELY),
        group_questions=[question for question in questions if question.pk not in shown][:3],
        talks=[talk for talk in talks if talk.agreed_at],
    )


def _stops(
    viewer: Actor, questions: "list[OpenQuestion]", talks: list[Talk], now: datetime
) -> Iterator[Stop]:
    """People who wait come first, the longest wait on top; then where she was named, one next step
    that she wrote on a memory card for today, how it went with somebody she met or spoke, one
    contact who looks for work, something new for a saved search, one new role, one question.
    """
    requested = _REQUESTED(viewer=viewer.pk, since=now - STILL_OPEN)
    yield from _who_wait(viewer, talks)
    for question in requested:
        yield Stop("answer", 2, question)
    for named in unread(viewer, since=now - STILL_OPEN):
        yield Stop("named", 1, named)
    due = connections.memories_due(viewer, on=timezone.localdate(now))
    for memory in due[:1]:
        yield Stop("next_step", 1, memory, more=len(due) - 1)
    yield from _how_it_went(viewer, now)
    yield from _news(viewer, now)
    others = [one for one in questions if one not in requested and not one.is_hers]
    match = _question_for(viewer, [one for one in others if not one.is_answered])
    if match:
        yield match


def _who_wait(viewer: Actor, talks: list[Talk]) -> Iterator[Stop]:
    for step in _STEPS(viewer=viewer.pk):
        yield Stop("introduce", 1, step)
    for introduction in _PROPOSED(viewer=viewer.pk):
        yield Stop("introduction", 1, introduction)
    for talk in talks:
        if talk.agreed_at is None and talk.invitee_id == viewer.pk:
            yield Stop("talk", 1, talk)
            break
    for request in _REQUESTS(viewer=viewer.pk):
        yield Stop("request", 1, request)


def _how_it_went(viewer: Actor, now: datetime) -> Iterator[Stop]:
    for met in _MET(viewer=viewer.pk, since=now - MET_SINCE, until=now - MET_UNTIL):
        yield Stop("outcome", 1, met)
    for talk in _TALKED(viewer=viewer.pk, since=now - TALKED_SINCE, until=now - TALKED_UNTIL):
        yield Stop("talked", 1, talk)


def _news(viewer: Actor, now: datetime) -> Iterator[Stop]:
    """What people she knows told lately, because they chose to."""
    lately, today = now - LATELY, timezone.localdate(now)
    for seeks in _SEEKING(viewer=viewer.pk, since=lately, today=today):
        yield Stop("looking", 1, seeks)
    yield from (Stop("found", 1, one) for one in _FOUND(viewer=viewer.pk, since=lately))
    for told in _ANNOUNCED(viewer=viewer.pk, since=lately, today=today):
        touched = goals_touched(viewer, told)
        yield Stop("congratulate", 1, told, topic=touched[0].text if touched else "")


def _question_for(viewer: Actor, questions: "list[OpenQuestion]") -> Stop | None:
    """The open question that what she knows fits best; None when nothing she told us fits."""
    if not questions:
        return None
    topics = [topic.text for topic in _TOPICS(viewer=viewer.pk)]
    match = best_match([question.title for question in questions], topics)
    if match is None:
        return None
    return Stop("answer", 2, questions[match.text], topic=topics[match.topic])


def _open_questions(viewer: int, since: datetime) -> "QuerySet[OpenQuestion]":
    mine = GroupMembership.objects.filter(actor=viewer, until=None).values("group")
    answered = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None)
    rows = Question.objects.filter(group__in=mine, withdrawn_at=None, asked_at__gte=since)
    rows = rows.filter(same_as=None)
    rows = rows.exclude(is_apart(viewer, "author") | is_muted(viewer, "author"))
    rows = rows.select_related("author", "group__actor").annotate(
        is_answered=Exists(answered),
        is_hers=ExpressionWrapper(is_hers(viewer), output_field=BooleanField()),
    )
    return rows.order_by("-asked_at")[:CANDIDATES]


def _talks(viewer: int, now: datetime) -> QuerySet[Talk]:
    """Proposals that wait for her, and agreed talks still to come."""
    waiting = Q(invitee=viewer, agreed_at=None)
    coming = Q(starts_at__gte=now) & (Q(proposer=viewer) | Q(invitee=viewer))
    muted = is_muted(viewer, "proposer") & Q(agreed_at=None)
    apart = is_blocked(viewer, "proposer") | is_blocked(viewer, "invitee")
    rows = Talk.objects.filter(waiting | coming, declined_at=None, cancelled_at=None)
    rows = rows.exclude(muted | apart)
    return rows.select_related("proposer", "invitee").order_by("starts_at", "pk")[:5]


def _answers_to(viewer: int, since: datetime) -> QuerySet[Answer]:
    rows = Answer.objects.filter(
        question__author__in=names_of(viewer),
        question__withdrawn_at=None,
        withdrawn_at=None,
        answered_at__gte=since,
    ).exclude(author__in=names_of(viewer))
    rows = rows.exclude(is_apart(viewer, "author") | is_muted(viewer, "author"))
    return rows.select_related("author", "question").order_by("-answered_at")[:3]


def thanks_for(viewer: int, since: datetime) -> QuerySet[Thanks]:
    """For her answers, the latest first; without whom she is kept apart from."""
    rows = Thanks.objects.filter(
        answer__author__in=names_of(viewer), answer__withdrawn_at=None, at__gte=since
    )
    rows = rows.exclude(is_apart(viewer, "actor") | is_muted(viewer, "actor"))
    return rows.select_related("actor", "answer__question").order_by("-at")


def _three_thanks(viewer: int, since: datetime) -> QuerySet[Thanks]:
    return thanks_for(viewer, since)[:3]


def _waiting_steps(viewer: int) -> QuerySet[IntroductionStep]:
    steps, _proposed = connections.introductions_waiting(Actor(pk=viewer))
    return steps.exclude(is_muted(viewer, "introduction__asker"))[:1]


def _proposed(viewer: int) -> QuerySet[Introduction]:
    _steps, proposed = connections.introductions_waiting(Actor(pk=viewer))
    return proposed.exclude(is_muted(viewer, "asker"))[:1]


def _requests(viewer: int) -> QuerySet[ConnectionRequest]:
    rows = connections.requests_waiting(Actor(pk=viewer)).prefetch_related(None)
    return rows.exclude(is_muted(viewer, "sender"))[:1]


def _requested(viewer: int, since: datetime) -> QuerySet[Question]:
    rows = requests_waiting(Actor(pk=viewer)).filter(asked_at__gte=since)
    return rows.exclude(is_muted(viewer, "author"))[:1]


def _met(viewer: int, since: datetime, until: datetime) -> QuerySet[Introduction]:
    return connections.asked_how_it_went(viewer, since, until)[:1]


def _talked(viewer: int, since: datetime, until: datetime) -> QuerySet[Talk]:
    return events.asked_how_it_went(viewer, since, until)[:1]


def _announced(viewer: int, since: datetime, today: date) -> QuerySet[RoleAnnouncement]:
    return connections.announced(viewer, since, today)[:1]


def _seeking(viewer: int, since: datetime, today: date) -> QuerySet[LookingForWork]:
    return connections.heard_of(viewer, since, today)[:1]


def _congratulations(viewer: int, since: datetime) -> QuerySet[Congratulation]:
    return connections.congratulations_for(viewer, since)[:3]


def _known_topics(viewer: int) -> QuerySet[KnownTopic]:
    return KnownTopic.objects.filter(actor=viewer).order_by("pk")


# Everybody opens this page every day.
_QUESTIONS = Frozen(_open_questions)
_TALKS = Frozen(_talks)
_ANSWERS = Frozen(_answers_to)
_THANKS = Frozen(_three_thanks)
_STEPS = Frozen(_waiting_steps)
_PROPOSED = Frozen(_proposed)
_REQUESTS = Frozen(_requests)
_REQUESTED = Frozen(_requested)
_MET = Frozen(_met)
_TALKED = Frozen(_talked)
_ANNOUNCED = Frozen(_announced)
_SEEKING = Frozen(_seeking)
_FOUND = Frozen(news_waiting)
_CONGRATULATIONS = Frozen(_congratulations)
_TOPICS = Frozen(_known_topics)
