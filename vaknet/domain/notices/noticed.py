"""The page of notices: what needs her, what happened, and what can wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.notices.happened import Happened, happened
from vaknet.domain.notices.rhythm import rhythm_of, round_day
from vaknet.domain.notices.since import new_in_groups
from vaknet.domain.notices.sources import tips, waiting
from vaknet.domain.notices.sources.lately import who_look_for_work
from vaknet.domain.notices.stops import Moment, Stop


@dataclass(frozen=True)
class Noticed:
    """`waiting`: what she can do at once, there; `asked`: what she is asked on another page.
    `groups`: each with how much is new in it.
    """

    waiting: list[Stop]
    asked: list[Happened]
    happened: list[Happened]
    groups: list[tuple[Group, int]]

    @property
    def is_anything_new(self) -> bool:
        return any(not one.is_read for one in self.happened)


def noticed(viewer: Actor, *, now: datetime) -> Noticed:
    """Number of queries does not depend on how much there is."""
    told = happened(viewer, now=now)
    asked = [one for one in told if one.waits_for_her]
    return Noticed(
        waiting=sorted(_waiting(viewer, now), key=lambda one: one.since),
        asked=[one for one in asked if one.sight or not one.is_read],
        happened=[one for one in told if not one.waits_for_her],
        groups=new_in_groups(viewer, now=now),
    )


def _waiting(viewer: Actor, now: datetime) -> Iterable[Stop]:
    moment = Moment(viewer, now, round_day(rhythm_of(viewer), now))
    for source in (*waiting.SOURCES, *tips.SOURCES):
        yield from source.find(moment)
    yield from (stop for stop in who_look_for_work(moment) if stop.waits)
