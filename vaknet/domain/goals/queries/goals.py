"""One's own goals, and those that a contact shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection
from vaknet.domain.frozen import Frozen
from vaknet.domain.goals.models import Goal, GoalEnd, GoalShown
from vaknet.domain.people.apart import is_apart


@dataclass(frozen=True)
class GoalView:
    """A goal as its owner sees it. `end` is how it ended, if it did."""

    goal: Goal
    is_shown: bool
    end: GoalEnd | None


@dataclass(frozen=True)
class Choice:
    """An open goal to hang something from; `hangs` if it does already."""

    pk: int
    text: str
    hangs: bool


def open_goals(viewer: Actor) -> QuerySet[Goal]:
    return _open().filter(owner=viewer).order_by("-set_at", "-pk")


def own_goal(viewer: Actor, pk: int) -> Goal:
    """Raises Goal.DoesNotExist for anybody but its owner."""
    return Goal.objects.get(pk=pk, owner=viewer)


def goal(viewer: Actor, pk: int) -> GoalView:
    return _view(_whole(viewer).get(pk=pk))


def my_goals(viewer: Actor) -> list[GoalView]:
    """The open ones first, each half with the latest on top."""
    views = [_view(row) for row in _whole(viewer).order_by("-set_at", "-pk")]
    return sorted(views, key=lambda view: view.end is not None)


def choices(viewer: Actor, kind: str, pk: int) -> list[Choice]:
    """Open goals, for a thing's own page; `kind` is one of KINDS."""
    rows: Iterable[tuple[int, str, bool]] = _CHOICES[kind](viewer=viewer.pk, thing=pk)
    return [Choice(*row) for row in rows]


def shown_goals(viewer: Actor, owner: Actor) -> list[Goal]:
    """What the owner shows to her contacts, for one of them, or for herself."""
    return _SHOWN(viewer=viewer.pk, owner=owner.pk)


def _open() -> QuerySet[Goal]:
    return Goal.objects.exclude(Exists(GoalEnd.objects.filter(goal=OuterRef("pk"), until=None)))


def _whole(viewer: Actor) -> QuerySet[Goal]:
    return Goal.objects.filter(owner=viewer).prefetch_related(
        Prefetch("ends", GoalEnd.objects.filter(until=None)),
        Prefetch("shown", GoalShown.objects.filter(until=None)),
    )


def _view(row: Goal) -> GoalView:
    return GoalView(row, bool(row.shown.all()), next(iter(row.ends.all()), None))


def _shown(viewer: int, owner: int) -> QuerySet[Goal]:
    tie = Connection.objects.filter(holder=viewer, contact=OuterRef("owner"), until=None)
    shown = GoalShown.objects.filter(goal=OuterRef("pk"), until=None)
    rows = _open().filter(Q(owner=viewer) | Exists(tie), Exists(shown), owner=owner)
    return rows.exclude(is_apart(viewer, "owner")).order_by("-set_at", "-pk")


def _choices_for(kind: str) -> Frozen[tuple[int, str, bool]]:
    def build(viewer: int, thing: int) -> QuerySet[Goal, tuple[int, str, bool]]:
        rows = open_goals(Actor(pk=viewer))
        hangs = Goal.objects.filter(pk=OuterRef("pk"), **{f"links__{kind}": thing})
        return rows.annotate(hangs=Exists(hangs)).values_list("pk", "text", "hangs")

    return Frozen(build)


_SHOWN = Frozen(_shown)
_CHOICES = {kind: _choices_for(kind) for kind in ("question", "contact", "introduction", "talk")}
