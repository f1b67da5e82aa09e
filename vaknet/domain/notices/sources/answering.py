"""Questions of colleagues that she may know the answer to, for a reason that is hers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.knowledge.pseudonyms import is_hers
from vaknet.domain.notices.models import RoundStop
from vaknet.domain.notices.stops import Moment, Source, Stop, source
from vaknet.domain.people.apart import is_apart, is_muted
from vaknet.domain.people.models import KnownTopic
from vaknet.engine.matching import matches
from vaknet.engine.planning import Act

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Answered(TypedDict):
        is_answered: bool
        is_hers: bool

    OpenQuestion = WithAnnotations[Question, _Answered]

STILL_OPEN = timedelta(days=60)
NEW_HERE = timedelta(days=30)
CANDIDATES = 20


def questions_for_her(moment: Moment) -> list[Stop]:
    """Open questions in her groups, each with what she said to know that fits it best."""
    topics = [topic.text for topic in _TOPICS(viewer=moment.viewer.pk)]
    if not topics:
        return []
    questions = [one for one in questions_in_groups(moment) if is_open(one)]
    return [
        _stop(moment, questions[match.text], topic=topics[match.topic], fit=match.fit)
        for match in matches([one.title for one in questions], topics)
    ]


def questions_in_groups(moment: Moment) -> "list[OpenQuestion]":
    """The newest in the groups that she is in, answered or not."""
    return _QUESTIONS(viewer=moment.viewer.pk, since=moment.now - STILL_OPEN)


def is_open(question: "OpenQuestion") -> bool:
    return not (question.is_answered or question.is_hers)


def _offered_before(moment: Moment, rows: Sequence[RoundStop]) -> list[Stop]:
    """As long as they have no answer, however many were asked since."""
    offered = {row.about: row for row in rows}
    since = moment.now - STILL_OPEN
    questions = _OFFERED(viewer=moment.viewer.pk, ids=[*offered], since=since)
    return [
        _stop(moment, one, topic=offered[one.pk].topic, fit=1.0)
        for one in questions
        if is_open(one)
    ]


def _stop(moment: Moment, question: Question, *, topic: str, fit: float) -> Stop:
    return Stop(
        "answer",
        2,
        question.pk,
        question,
        question.asked_at,
        topic=topic,
        strength=fit,
        newcomer=_is_new(moment, question.author),
    )


def _is_new(moment: Moment, author: Actor) -> bool:
    """A pseudonym is as old as its question, and tells nothing of who bears it."""
    return not author.is_pseudonym and author.created_at > moment.now - NEW_HERE


def something_to_tell(moment: Moment) -> list[Stop]:
    """Who told nothing of what she knows is asked nothing: one thing is enough to begin with."""
    viewer = moment.viewer
    if _TOPICS(viewer=viewer.pk):
        return []
    return [Stop("tell", 1, viewer.pk, viewer, viewer.created_at, strength=0.1)]


def _open_questions(viewer: int, since: datetime) -> "QuerySet[OpenQuestion]":
    return _in_groups(viewer).filter(asked_at__gte=since).order_by("-asked_at")[:CANDIDATES]


def _offered(viewer: int, ids: list[int], since: datetime) -> "QuerySet[OpenQuestion]":
    return _in_groups(viewer).filter(pk__any_of=ids, asked_at__gte=since)


def _in_groups(viewer: int) -> "QuerySet[OpenQuestion]":
    mine = GroupMembership.objects.filter(actor=viewer, until=None).values("group")
    answered = Answer.objects.filter(question=OuterRef("pk"), withdrawn_at=None)
    rows = Question.objects.filter(group__in=mine, withdrawn_at=None, same_as=None)
    rows = rows.exclude(is_apart(viewer, "author") | is_muted(viewer, "author"))
    return rows.select_related("author", "group__actor").annotate(
        is_answered=Exists(answered),
        is_hers=ExpressionWrapper(is_hers(viewer), output_field=BooleanField()),
    )


def _known_topics(viewer: int) -> QuerySet[KnownTopic]:
    return KnownTopic.objects.filter(actor=viewer).order_by("pk")


_QUESTIONS = Frozen(_open_questions)
_OFFERED = Frozen(_offered)
_TOPICS = Frozen(_known_topics)

SOURCES = (
    Source(
        "answer",
        Act.ANSWER,
        frozenset(["answered"]),
        questions_for_her,
        _offered_before,
        shared=True,
    ),
    source("tell", Act.TELL, ["added_known_topic"], something_to_tell),
)
