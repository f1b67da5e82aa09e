"""What several people asked and answered lately, where the one who looks may read it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.queries import visible_answers, visible_questions


class Said(NamedTuple):
    """A question, or with `answer` an answer to it."""

    at: datetime
    question: int
    answer: int | None
    title: str


def lately(viewer: Actor, people: Iterable[int], *, each: int = 3) -> dict[int, list[Said]]:
    """By the id of who said it, the latest first: two statements for all of them."""
    ids, said = list(people), defaultdict[int, list[Said]](list)
    asked = visible_questions(viewer).filter(author__in=ids).annotate(nth=_nth("asked_at"))
    for author, at, pk, title in asked.filter(nth__lte=each).values_list(
        "author", "asked_at", "pk", "title"
    ):
        said[author].append(Said(at, pk, None, title))
    answered = visible_answers(viewer).filter(author__in=ids).annotate(nth=_nth("answered_at"))
    for author, at, question, pk, title in answered.filter(nth__lte=each).values_list(
        "author", "answered_at", "question", "pk", "question__title"
    ):
        said[author].append(Said(at, question, pk, title))
    return {
        author: sorted(told, key=lambda one: one.at, reverse=True)[:each]
        for author, told in said.items()
    }


def _nth(moment: str) -> Window:
    """How many-eth of its author: a limit for each of them in one statement."""
    return Window(RowNumber(), partition_by="author", order_by=[F(moment).desc(), F("pk").desc()])
