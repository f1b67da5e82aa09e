"""An archive of questions and answers made elsewhere, brought along with its own dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vaknet.domain.activity.actions import record_many
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import Answer, BestAnswer, Question, Thanks, Topic
from vaknet.kit.markdown import to_html

BATCH = 1_000


@dataclass(frozen=True)
class OldAnswer:
    author: Actor
    text: str
    at: datetime
    is_best: bool = False
    thanked_by: Sequence[Actor] = ()


@dataclass(frozen=True)
class OldQuestion:
    """Texts tidy and within their limits; at most one answer is the best.

    `brought_at` is for what its author brought along herself.
    """

    author: Actor
    title: str
    at: datetime
    body: str = ""
    topics: Sequence[str] = ()
    answers: Sequence[OldAnswer] = ()
    brought_at: datetime | None = None


@transaction.atomic
def keep_archive(*, group: Group, questions: Sequence[OldQuestion]) -> list[Question]:
    """Write all of it, or nothing. Nobody is told; the log says when it happened."""
    asked = Question.objects.bulk_create(
        [
            Question(
                group=group,
                author=old.author,
                title=old.title,
                body=old.body,
                body_html=to_html(old.body) if old.body else "",
                asked_at=old.at,
                brought_at=old.brought_at,
            )
            for old in questions
        ],
        batch_size=BATCH,
    )
    _keep_topics(questions, asked)
    answers = _keep_answers(questions, asked)
    audience = audience_of(group)
    record_many(
        "asked_question",
        [(old.author, row.pk, old.at) for old, row in zip(questions, asked, strict=True)],
        kind=Question,
        audience=audience,
        group=group.actor,
    )
    record_many(
        "answered",
        [(old.author, row.pk, old.at) for old, row in answers],
        kind=Answer,
        audience=audience,
        group=group.actor,
    )
    _record_worth(questions, answers, group)
    return asked


def _record_worth(
    questions: Sequence[OldQuestion], answers: Sequence[tuple[OldAnswer, Answer]], group: Group
) -> None:
    """Whose answer was the best, and who said thanks."""
    askers = {id(answer): old.author for old in questions for answer in old.answers}
    best = [(askers[id(old)], row.pk, old.at) for old, row in answers if old.is_best]
    thanks = [(actor, row.pk, old.at) for old, row in answers for actor in old.thanked_by]
    for verb, happened in (("chose_best_answer", best), ("thanked", thanks)):
        record_many(verb, happened, kind=Answer, audience=audience_of(group), group=group.actor)


def _keep_topics(questions: Sequence[OldQuestion], asked: Sequence[Question]) -> None:
    names = {name.lower(): name for old in questions for name in old.topics if name}
    Topic.objects.bulk_create([Topic(name=n) for n in names.values()], ignore_conflicts=True)
    ids = {name.lower(): pk for name, pk in Topic.objects.values_list("name", "pk")}
    through = Question.topics.through
    through.objects.bulk_create(
        [
            through(question_id=row.pk, topic_id=topic)
            for old, row in zip(questions, asked, strict=True)
            for topic in sorted({ids[name.lower()] for name in old.topics if name})
        ],
        batch_size=BATCH,
    )


def _keep_answers(
    questions: Sequence[OldQuestion], asked: Sequence[Question]
) -> list[tuple[OldAnswer, Answer]]:
    old = [(answer, row) for q, row in zip(questions, asked, strict=True) for answer in q.answers]
    rows = Answer.objects.bulk_create(
        [
            Answer(
                question=question,
                author=answer.author,
                text=answer.text,
                html=to_html(answer.text),
                answered_at=answer.at,
            )
            for answer, question in old
        ],
        batch_size=BATCH,
    )
    kept = [(answer, row) for (answer, _question), row in zip(old, rows, strict=True)]
    BestAnswer.objects.bulk_create(_best(questions, kept), batch_size=BATCH)
    Thanks.objects.bulk_create(
        [
            Thanks(answer=row, actor=actor, at=answer.at)
            for answer, row in kept
            for actor in answer.thanked_by
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return kept


def _best(
    questions: Iterable[OldQuestion], kept: Iterable[tuple[OldAnswer, Answer]]
) -> list[BestAnswer]:
    askers = {id(answer): old.author for old in questions for answer in old.answers}
    return [
        BestAnswer(
            question_id=row.question_id,
            answer=row,
            chosen_by=askers[id(answer)],
            at=answer.at,
        )
        for answer, row in kept
        if answer.is_best
    ]
