"""Polls, as the one who looks may see them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.queries import is_named
from vaknet.domain.surveys import rules
from vaknet.domain.surveys.models import Poll, PollChoice, Vote

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Seen(TypedDict):
        is_named: bool
        is_running: bool
        has_voted: bool

    SeenPoll = WithAnnotations[Poll, _Seen]

POLLS_PER_PAGE = 20


@dataclass(frozen=True)
class PollView:
    """`mine`: what she chose, as long as one can vote."""

    poll: "SeenPoll"
    choices: list[PollChoice]
    mine: set[int]
    may_vote: bool
    may_end: bool

    @property
    def is_counted(self) -> bool:
        return self.poll.closed_at is not None

    @property
    def has_figures(self) -> bool:
        return any(choice.votes is not None for choice in self.choices)


def visible_polls(viewer: Actor | None) -> "QuerySet[SeenPoll]":
    """Of groups that she may read, those that one can vote in first."""
    rows = Poll.objects.filter(withdrawn_at=None, group__in=groups.readable_groups(viewer))
    running = Q(closed_at=None, closes_on__gte=localdate())
    hers = Vote.objects.filter(choice__poll=OuterRef("pk"), voter=viewer and viewer.pk)
    return (
        rows.select_related("author", "group__actor")
        .annotate(
            is_named=is_named(viewer),
            is_running=Case(When(running, Value(value=True)), default=Value(value=False)),
            has_voted=Exists(hers) if viewer else Value(value=False),
        )
        .order_by("-is_running", "-pk")
    )


def polls_in(viewer: Actor | None, group: Group) -> "QuerySet[SeenPoll]":
    return visible_polls(viewer).filter(group=group)


def open_polls(viewer: Actor, group: Group) -> "list[SeenPoll]":
    """In which one can vote now."""
    return list(polls_in(viewer, group).filter(is_running=True))


def poll(viewer: Actor | None, pk: int) -> "SeenPoll":
    """Raises Poll.DoesNotExist for one that is not there and for one she may not read."""
    return visible_polls(viewer).get(pk=pk)


def poll_view(viewer: Actor | None, pk: int) -> PollView:
    found = poll(viewer, pk)
    membership = groups.membership(viewer, found.group)
    mine = Vote.objects.filter(choice__poll=found, voter=viewer).values_list("choice", flat=True)
    return PollView(
        poll=found,
        choices=list(found.choices.order_by("position")),
        mine=set(mine) if viewer else set(),
        may_vote=rules.may_vote(found, membership, localdate()),
        may_end=viewer is not None and rules.may_end(viewer, found, membership),
    )


def polls_to_count(on: date) -> QuerySet[Poll]:
    """Whose last day is over."""
    return Poll.objects.filter(closed_at=None, withdrawn_at=None, closes_on__lt=on).order_by("pk")
