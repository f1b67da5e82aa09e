"""One stop on the line, and where stops come from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vaknet.domain.activity.models import Actor
from vaknet.domain.notices.models import RoundStop
from vaknet.engine.planning import Act, Candidate

OPEN, DONE, SKIPPED = "open", "done", "skipped"


@dataclass(frozen=True)
class Moment:
    """Who looks, and when. `today` is the day of the round."""

    viewer: Actor
    now: datetime
    today: date


@dataclass(frozen=True)
class Stop:
    """One thing to do. `kind` names the template of its body; `about` is what it is about, and
    `number` that of its row.

    `topic` are the words that make it hers: what she said to know, or the goal that a new role
    touches; empty for a question that somebody asks her by name. `reason` tells which reason it is
    where a kind has several. `more`: how many of the kind wait besides, on a page of their own.
    """

    kind: str
    minutes: int
    number: int
    about: Any
    since: datetime
    topic: str = ""
    more: int = 0
    reason: str = ""
    waits: bool = False
    strength: float = 0.0
    newcomer: bool = False
    unexpected: bool = False
    state: str = OPEN

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.number

    def candidate(self, act: Act, *, asked: int) -> Candidate:
        """For the engine, which knows nothing of rows."""
        return Candidate(
            kind=self.kind,
            about=self.number,
            act=act,
            since=self.since,
            waits=self.waits,
            strength=self.strength,
            asked=asked,
            newcomer=self.newcomer,
            unexpected=self.unexpected,
        )


def done(row: RoundStop) -> Stop:
    """What she did is not looked up again: that she did it is enough."""
    at = row.round.laid_at
    return Stop(row.kind, 0, row.about, None, at, topic=row.topic, state=DONE)


@dataclass(frozen=True)
class Source:
    """Where stops of one kind come from.

    `find` gives what she may be offered now. `again` gives what is left of what she was offered
    before. `deeds`: what the log tells when she did it. `shared`: others may be offered the same,
    so it is counted how many were.
    """

    kind: str
    act: Act
    deeds: frozenset[str]
    find: Callable[[Moment], list[Stop]]
    again: Callable[[Moment, Sequence[RoundStop]], list[Stop]]
    shared: bool = False


def source(
    kind: str, act: Act, deeds: Sequence[str], find: Callable[[Moment], list[Stop]]
) -> Source:
    """One whose stops are all found each time: what was offered is among them, or it is over."""

    def again(moment: Moment, rows: Sequence[RoundStop]) -> list[Stop]:
        offered = {row.about: row for row in rows}
        return [one for one in find(moment) if one.number in offered]

    return Source(kind, act, frozenset(deeds), find, again)
