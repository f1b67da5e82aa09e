"""Introductions, to each of the people in them as much as that person may know.

Everybody sees who asks, for what, and how far it came. A stop's name is for the stops beside it,
for its own contacts, and for all once the target agreed. A no is for whoever said it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Introduction, IntroductionStep
from vaknet.domain.connections.queries.graph import Route, Stop
from vaknet.domain.people.apart import ids_apart, is_blocked, name_only

ASKED = 30


class Part(StrEnum):
    """What the one who looks is in this introduction."""

    ASKER = "asker"
    GO_BETWEEN = "go_between"
    TARGET = "target"


class Stage(StrEnum):
    """How far it came, as the one who looks may know."""

    YOUR_TURN = "your_turn"
    WAITING = "waiting"
    NEXT_ROUTE = "next_route"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"
    YOU_DECLINED = "you_declined"
    LEFT = "left"


class Progress(StrEnum):
    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class MessageView:
    author: Stop
    is_viewer: bool
    text: str
    at: datetime


@dataclass(frozen=True)
class Exchange:
    """The words of asker and one go-between, before that go-between decides."""

    step_id: int
    other: Stop
    messages: tuple[MessageView, ...]
    may_write: bool


@dataclass(frozen=True)
class StopView:
    """A stop on the line: asker, go-betweens, target.

    `exchange` is there when the one who looks has a part in it.
    """

    stop: Stop
    part: Part
    progress: Progress
    is_viewer: bool
    note: str = ""
    exchange: Exchange | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of it. `kind` is what the viewer said herself, `helped` what the asker told all.

    `thanks` and `readers` are for whoever was on the way: the words, and whom they reach.
    """

    kind: str = ""
    helped: bool = False
    thanks: str = ""
    thanked_at: datetime | None = None
    readers: tuple[Actor, ...] = ()
    may_say: bool = False
    may_thank: bool = False


@dataclass(frozen=True)
class IntroductionView:
    pk: int
    part: Part
    stage: Stage
    asker: Actor
    target: Actor
    purpose: str
    question: str
    asked_at: datetime
    agreed_at: datetime | None
    line: tuple[StopView, ...]
    messages: tuple[MessageView, ...]
    outcome: Outcome
    my_step_id: int | None
    next_routes: tuple[Route, ...]
    may_answer: bool
    may_withdraw: bool
    may_write: bool
    may_leave: bool

    @property
    def waits_for(self) -> Stop | None:
        """The stop that it is at."""
        return next((view.stop for view in self.line if view.progress is Progress.NOW), None)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        return tuple(view.exchange for view in self.line if view.exchange is not None)

    @property
    def through(self) -> tuple[StopView, ...]:
        return self.line[1:-1]


def introductions_asked(viewer: Actor | None, *, limit: int = ASKED) -> list[Introduction]:
    """What the viewer asked, newest first; of who blocked her what still looks open."""
    if viewer is None:
        return []
    over = Q(agreed_at__isnull=False) | Q(withdrawn_at__isnull=False)
    rows = Introduction.objects.filter(asker=viewer).exclude(over & is_blocked(viewer.pk, "target"))
    asked = list(rows.select_related("target").order_by("-asked_at", "-pk")[:limit])
    apart = ids_apart(viewer)
    for row in asked:
        if row.target_id in apart:
            row.target = name_only(row.target)
    return asked


def introductions_waiting(
    viewer: Actor | None,
) -> tuple[QuerySet[IntroductionStep], QuerySet[Introduction]]:
    """What waits for the viewer: as a go-between, and proposed to her."""
    steps = (
        IntroductionStep.objects.filter(
            go_between=viewer,
            asked_at__isnull=False,
            agreed_at=None,
            declined_at=None,
            superseded_at=None,
            introduction__agreed_at=None,
            introduction__withdrawn_at=None,
        )
        .select_related("introduction__asker", "introduction__target")
        .order_by("asked_at", "pk")
    )
    proposed = (
        Introduction.objects.filter(
            target=viewer,
            proposed_at__isnull=False,
            agreed_at=None,
            declined_at=None,
            withdrawn_at=None,
        )
        .select_related("asker")
        .order_by("proposed_at", "pk")
    )
    return steps, proposed


def introductions_past(viewer: Actor) -> QuerySet[Introduction]:
    """What the viewer was asked for and answered, or need not answer any more; newest first."""
    mine = Q(steps__go_between=viewer, steps__asked_at__isnull=False) & (
        Q(steps__agreed_at__isnull=False)
        | Q(steps__declined_at__isnull=False)
        | Q(steps__superseded_at__isnull=False)
        | Q(agreed_at__isnull=False)
        | Q(withdrawn_at__isnull=False)
    )
    to_me = Q(target=viewer, proposed_at__isnull=False) & (
        Q(agreed_at__isnull=False) | Q(declined_at__isnull=False) | Q(withdrawn_at__isnull=False)
    )
    return (
        Introduction.objects.filter(mine | to_me)
        .exclude(is_blocked(viewer.pk, "asker") | is_blocked(viewer.pk, "target"))
        .exclude(asker=viewer)
        .select_related("asker", "target")
        .order_by("-asked_at", "-pk")
        .distinct()
    )
