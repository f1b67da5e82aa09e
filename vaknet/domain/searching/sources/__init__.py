"""Everything that can be found: another kind of text is found by one more entry here.

What happened to a row of `AFFECTED` changes how these are to be found.
"""

from collections.abc import Callable, Iterator
from itertools import chain

from django.db import models
from django.db.models import Q

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.journal.models import Issue
from vaknet.domain.knowledge.models import Answer, BestAnswer, Post, Question, Reply
from vaknet.domain.people.models import Role
from vaknet.domain.searching.models import Kind
from vaknet.domain.searching.sources.conversations import POSTS, REPLIES
from vaknet.domain.searching.sources.others import GROUPS, ISSUES, ORGANISATIONS, PEOPLE
from vaknet.domain.searching.sources.questions import ANSWERS, QUESTIONS
from vaknet.domain.searching.sources.source import Draft, Shown, Source

SOURCES = (QUESTIONS, ANSWERS, POSTS, REPLIES, ISSUES, GROUPS, ORGANISATIONS, PEOPLE)
SOURCE_OF = {kind: source for source in SOURCES for kind in source.kinds}

type Piece = tuple[Source, Q, Q]
"""A source, which of its rows, and which of what is found now was made of them."""


def _one(source: Source, pk: int) -> Piece:
    return source, Q(pk=pk), Q(source=pk)


def _thread(source: Source, column: str, pk: int) -> Piece:
    return source, Q(**{column: pk}), Q(thread=pk)


AFFECTED: dict[type[models.Model], Callable[..., list[Piece]]] = {
    Question: lambda row: [_one(QUESTIONS, row.pk), _thread(ANSWERS, "question", row.pk)],
    Answer: lambda row: [_one(ANSWERS, row.pk)],
    BestAnswer: lambda row: [_thread(ANSWERS, "question", row.question_id)],
    Post: lambda row: [_one(POSTS, row.pk), _thread(REPLIES, "post", row.pk)],
    Reply: lambda row: [_one(REPLIES, row.pk)],
    Issue: lambda row: [_one(ISSUES, row.pk)],
    Group: lambda row: [_one(GROUPS, row.pk)],
    Actor: lambda row: [_one(PEOPLE, row.pk)],
    Role: lambda row: [_one(ORGANISATIONS, row.organisation_id)],
}


def everything() -> Iterator[Draft]:
    return chain.from_iterable(source.drafts(Q()) for source in SOURCES)


__all__ = ["AFFECTED", "SOURCES", "SOURCE_OF", "Draft", "Kind", "Piece", "Shown", "everything"]
