"""An archive brought in: its people, its group, and what is not here yet of its questions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import transaction

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.actions.archive import OldAnswer, OldQuestion, keep_archive
from vaknet.domain.knowledge.models import Question
from vaknet.domain.people.actions.bulk import NewPerson, create_people
from vaknet.domain.people.handles import handle_from
from vaknet.kit.archive import ArchivedAnswer, ArchivedQuestion

BATCH = 1_000


@dataclass(frozen=True)
class Counted:
    people: int
    questions: int
    answers: int
    best: int
    topics: int


def bring_in(
    *,
    group_name: str,
    source: str,
    questions: Sequence[ArchivedQuestion],
    answers: Sequence[ArchivedAnswer],
    before: datetime | None = None,
    on_progress: Callable[[int], object] = lambda _posts: None,
) -> Counted:
    """Write what is not here yet. Batches of questions with their answers are each whole."""
    asked = [old for old in questions if before is None or old.at < before]
    if not asked:
        return Counted(people=0, questions=0, answers=0, best=0, topics=0)
    given = _by_question(asked, answers, before)
    with transaction.atomic():
        people, new_people = _people(asked, given, prefix=handle_from(group_name))
        group = _group(group_name, source, people, asked)
    here = set(Question.objects.filter(group=group).values_list("title", "asked_at"))
    new = [old for old in asked if (old.title, old.at) not in here]
    kept = [_old(question, given.get(question.number, []), people) for question in new]
    for batch in batched(kept, BATCH):
        keep_archive(group=group, questions=batch)
        on_progress(sum(1 + len(old.answers) for old in batch))
    return Counted(
        people=new_people,
        questions=len(kept),
        answers=sum(len(old.answers) for old in kept),
        best=sum(answer.is_best for old in kept for answer in old.answers),
        topics=len({topic.lower() for old in kept for topic in old.topics}),
    )


def _by_question(
    asked: Iterable[ArchivedQuestion], answers: Iterable[ArchivedAnswer], before: datetime | None
) -> dict[int, list[ArchivedAnswer]]:
    given: dict[int, list[ArchivedAnswer]] = {old.number: [] for old in asked}
    for answer in answers:
        if answer.question in given and (before is None or answer.at < before):
            given[answer.question].append(answer)
    return given


def _people(
    asked: Sequence[ArchivedQuestion], given: dict[int, list[ArchivedAnswer]], *, prefix: str
) -> tuple[dict[int, Actor], int]:
    """By their number; those who are not here yet are made members. And how many were made.

    Number 12 of one archive is not number 12 of another: the handle tells them apart.
    """
    first: dict[int, datetime] = {}
    posts = [(old.asker, old.at) for old in asked]
    posts += [(answer.author, answer.at) for answers in given.values() for answer in answers]
    for number, at in posts:
        first[number] = min(at, first.get(number, at))
    handles = {f"{prefix}-{number}": number for number in first}
    known = Actor.objects.filter(handle__in=list(handles), domain="")
    people = {handles[actor.handle]: actor for actor in known}
    new = sorted(number for number in first if number not in people)
    made = create_people(
        people=[
            NewPerson(
                name=f"Member {number}",
                handle=f"{prefix}-{number}",
                email=f"{prefix}-{number}@archive.invalid",
                language="en",
                since=first[number],
            )
            for number in new
        ]
    )
    return people | dict(zip(new, made, strict=True)), len(new)


def _group(
    name: str, source: str, people: dict[int, Actor], asked: Sequence[ArchivedQuestion]
) -> Group:
    """The group of this name; made if need be, with where it comes from as its purpose."""
    group = Group.objects.select_related("actor").filter(actor__name=name).first()
    if group is None:
        founder = people[min(people)]
        group = groups.start_group(founder, name=name, purpose=source[:200])
    since = min(old.at for old in asked)
    groups.enter_many(group=group, actors=people.values(), since=since)
    return group


def _old(
    question: ArchivedQuestion, answers: Iterable[ArchivedAnswer], people: dict[int, Actor]
) -> OldQuestion:
    return OldQuestion(
        author=people[question.asker],
        title=question.title,
        at=question.at,
        body=question.body,
        topics=question.topics,
        answers=[
            OldAnswer(
                author=people[answer.author],
                text=answer.text,
                at=answer.at,
                is_best=answer.number == question.accepted,
            )
            for answer in answers
        ],
    )
