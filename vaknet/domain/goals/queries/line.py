"""A goal as a line: what hangs from it, in the order it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Introduction, IntroductionOutcome
from vaknet.domain.goals.models import GoalLink
from vaknet.domain.goals.queries.goals import GoalView
from vaknet.domain.goals.queries.things import Thing
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.people.apart import ids_apart
from vaknet.domain.talks.models import Talk, TalkOutcome


@dataclass(frozen=True)
class Stop:
    """`kind` is that of the thing, or set, note, or end. `is_done`: it brought what it could.

    `other` is with whom; `outcome` what she said of an introduction or talk, `note` what she kept
    of it for herself.
    """

    kind: str
    at: datetime
    is_done: bool
    text: str = ""
    thing: Thing | None = None
    other: Actor | None = None
    outcome: str = ""
    note: str = ""


def line(viewer: Actor, view: GoalView) -> list[Stop]:
    """Without people who are kept apart from her, and without what was withdrawn."""
    apart = ids_apart(viewer)
    stops = [
        Stop("set", view.goal.set_at, True, view.goal.text),
        *(stop for stop in _hanging(viewer, view) if not stop.other or stop.other.pk not in apart),
        *(Stop("note", note.at, True, note.text) for note in view.goal.notes.all()),
    ]
    stops.sort(key=lambda stop: stop.at)
    if view.end is not None:
        stops.append(Stop("end", view.end.since, True, view.end.kind))
    return stops


def _hanging(viewer: Actor, view: GoalView) -> Iterator[Stop]:
    for link in _links(viewer, view):
        if link.question is not None:
            question = link.question
            answered = link.is_answered  # type: ignore[attr-defined]
            if question.withdrawn_at is None:
                yield Stop("question", link.at, answered, question.title, question)
        elif link.contact is not None:
            yield Stop("contact", link.at, True, link.contact.name, link.contact, link.contact)
        elif link.introduction is not None:
            yield _introduced(viewer, link, link.introduction)
        elif link.talk is not None and link.talk.cancelled_at is None:
            yield _talked(viewer, link, link.talk)


def _introduced(viewer: Actor, link: GoalLink, introduction: Introduction) -> Stop:
    other = introduction.asker if introduction.target_id == viewer.pk else introduction.target
    outcome = next((one.kind for one in introduction.outcomes.all()), "")
    is_done = introduction.agreed_at is not None
    return Stop("introduction", link.at, is_done, other.name, introduction, other, outcome)


def _talked(viewer: Actor, link: GoalLink, talk: Talk) -> Stop:
    other = talk.invitee if talk.proposer_id == viewer.pk else talk.proposer
    said = next(iter(talk.outcomes.all()), None)
    kind, note = (said.kind, said.note) if said is not None else ("", "")
    at, is_done = talk.starts_at or link.at, talk.agreed_at is not None
    return Stop("talk", at, is_done, talk.purpose, talk, other, kind, note)


def _links(viewer: Actor, view: GoalView) -> QuerySet[GoalLink]:
    answered = Answer.objects.filter(question=OuterRef("question"), withdrawn_at=None)
    mine = IntroductionOutcome.objects.filter(actor=viewer, until=None).exclude(
        kind=IntroductionOutcome.Kind.UNSAID
    )
    rows = view.goal.links.annotate(is_answered=Exists(answered.exclude(author=viewer)))
    return rows.select_related(
        "question",
        "contact",
        "introduction__asker",
        "introduction__target",
        "talk__proposer",
        "talk__invitee",
    ).prefetch_related(
        Prefetch("introduction__outcomes", mine),
        Prefetch("talk__outcomes", TalkOutcome.objects.filter(actor=viewer, until=None)),
    )
