"""The line of one day: who waits comes first, then the best act of each sort, then it ends."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

MOST_STOPS = 4
# A skipped act comes back once. Who waits for an answer is not made to wait for three days.
MOST_SKIPS = 1
AGAIN_AFTER = timedelta(days=3)
# What she leaves standing on so many days she does not want, though she does not say so.
MOST_DAYS, MOST_DAYS_WAITING = 3, 10
# So many colleagues have been offered a question this week, or a person to meet: others' turn.
ENOUGH_ASKED = 5
WEIGHT_OF_ASKED = 0.5
NEWCOMER = 0.2
# Each fourth person to meet is somebody she would not have thought of, if one is there.
EXPECTED_BETWEEN = 3


class Act(StrEnum):
    """In the order in which they stand on the line."""

    CONGRATULATE = "congratulate"
    ANSWER = "answer"
    TELL = "tell"  # to begin with, for who told nothing yet
    SHARE = "share"
    MEET = "meet"


# How long nothing of the sort is suggested after it was: nobody is asked for help twice a week.
REST = {
    Act.CONGRATULATE: timedelta(0),
    Act.TELL: timedelta(0),
    Act.ANSWER: timedelta(days=7),
    Act.SHARE: timedelta(days=7),
    Act.MEET: timedelta(days=7),
}


class Reason(StrEnum):
    """Why something is not on the line."""

    SKIPPED = "skipped"
    SHOWN_ENOUGH = "shown enough"
    RESTS = "such an act was offered this week"
    OTHERS_ASKED = "enough others are asked"
    SOMEBODY_WAITS = "somebody waits for such an act"
    ANOTHER_WAITS_LONGER = "another of its kind waits longer"
    ANOTHER_IS_BETTER = "another of its sort is better"
    LINE_IS_FULL = "the line is full"


@dataclass(frozen=True)
class Candidate:
    """Something that she may be offered. `kind` and `about` say what it is.

    `waits`: somebody waits for just her, or she wanted it herself; never `asked` of others.
    `strength`: how good the reason is, or how strong the claim of who waits, 0 to 1. `asked`: of
    how many others this week. `newcomer`: it helps somebody who is new. `unexpected`: of another
    trade, with a good reason.
    """

    kind: str
    about: int
    act: Act
    since: datetime
    waits: bool = False
    strength: float = 0.0
    asked: int = 0
    newcomer: bool = False
    unexpected: bool = False

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.about


@dataclass(frozen=True)
class Shown:
    """What she saw on the line of an earlier day."""

    kind: str
    about: int
    act: Act
    on: date
    waits: bool = False
    skipped: bool = False
    unexpected: bool = False


@dataclass(frozen=True)
class Plan:
    """`left_out` tells of each other candidate why it is not there."""

    stops: list[Candidate]
    left_out: dict[Candidate, Reason] = field(default_factory=dict)


def plan(candidates: Iterable[Candidate], history: Sequence[Shown], *, on: date) -> Plan:
    """At most four stops for this day.

    Who waits comes first, one of each kind: the strongest claim on top, and then the longest wait.
    Then of each act the best suggestion, if nobody waits for such an act. A sort without a good
    candidate is left out, not filled.
    """
    left_out: dict[Candidate, Reason] = {}
    waiting, suggestions = _fit(candidates, _Past(history, on), left_out)
    first = _one_of_each_kind(waiting, left_out)
    line = first[:MOST_STOPS]
    left_out |= dict.fromkeys(first[MOST_STOPS:], Reason.LINE_IS_FULL)
    taken = {one.act for one in line}
    for act in Act:
        best, others = _best_first(suggestions[act], history)
        left_out |= dict.fromkeys(others, Reason.ANOTHER_IS_BETTER)
        if act in taken:
            left_out |= dict.fromkeys(best, Reason.SOMEBODY_WAITS)
        elif len(line) == MOST_STOPS:
            left_out |= dict.fromkeys(best, Reason.LINE_IS_FULL)
        else:
            line += best
    return Plan(line, left_out)


def resting(history: Sequence[Shown], *, on: date) -> set[Act]:
    """Acts of which nothing new is suggested on this day, so that nobody has to look for it."""
    return _Past(history, on).resting()


class _Past:
    """What she saw before."""

    def __init__(self, history: Sequence[Shown], on: date) -> None:
        self.on = on
        self.shown: dict[tuple[str, int], list[Shown]] = defaultdict(list)
        self.suggested_on: dict[Act, date] = {}
        for one in history:
            self.shown[one.kind, one.about].append(one)
            if not one.waits:
                before = self.suggested_on.get(one.act, date.min)
                self.suggested_on[one.act] = max(one.on, before)

    def forbids(self, one: Candidate) -> Reason | None:
        before = self._before(one)
        if self._is_skipped(one, before):
            return Reason.SKIPPED
        if len(before) >= (MOST_DAYS_WAITING if one.waits else MOST_DAYS):
            return Reason.SHOWN_ENOUGH
        if one.waits:
            return None
        if one.asked >= ENOUGH_ASKED:
            return Reason.OTHERS_ASKED
        # What she saw this week and left standing is the same request, not another one.
        is_same = any(self.on < shown.on + REST[one.act] for shown in before)
        return Reason.RESTS if one.act in self.resting() and not is_same else None

    def _before(self, one: Candidate) -> list[Shown]:
        """Who asks again, or promises again, is not who was skipped then."""
        known = self.shown[one.key]
        return [shown for shown in known if not one.waits or shown.on >= one.since.date()]

    def _is_skipped(self, one: Candidate, before: Sequence[Shown]) -> bool:
        skips = [shown.on for shown in before if shown.skipped]
        again = timedelta(0) if one.waits else AGAIN_AFTER
        return len(skips) > MOST_SKIPS or any(self.on < on + again for on in skips)

    def resting(self) -> set[Act]:
        return {act for act, day in self.suggested_on.items() if self.on < day + REST[act]}


def _fit(
    candidates: Iterable[Candidate], past: _Past, left_out: dict[Candidate, Reason]
) -> tuple[list[Candidate], dict[Act, list[Candidate]]]:
    waiting: list[Candidate] = []
    suggestions: dict[Act, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if reason := past.forbids(one):
            left_out[one] = reason
        elif one.waits:
            waiting.append(one)
        else:
            suggestions[one.act].append(one)
    return waiting, suggestions


def _one_of_each_kind(
    waiting: list[Candidate], left_out: dict[Candidate, Reason]
) -> list[Candidate]:
    """Five who wrote a note are one stop, and four more on another day."""
    found: dict[str, Candidate] = {}
    for one in sorted(waiting, key=lambda one: (-one.strength, one.since, one.kind, one.about)):
        if found.setdefault(one.kind, one) != one:
            left_out[one] = Reason.ANOTHER_WAITS_LONGER
    return [*found.values()]


def _best_first(
    suggestions: list[Candidate], history: Sequence[Shown]
) -> tuple[list[Candidate], list[Candidate]]:
    """The best, if there is one, and the others. Somebody unexpected when it is time for that, and
    else only when there is nobody else."""
    wanted = _wants_unexpected(history)
    order = sorted(
        suggestions,
        key=lambda one: (one.unexpected != wanted, -_worth(one), -one.since.timestamp(), one.key),
    )
    return order[:1], order[1:]


def _worth(one: Candidate) -> float:
    asked = min(one.asked / ENOUGH_ASKED, 1.0)
    return one.strength - WEIGHT_OF_ASKED * asked + NEWCOMER * one.newcomer


def _wants_unexpected(history: Sequence[Shown]) -> bool:
    """Whether the last three people she was to meet were all to be expected."""
    met: dict[tuple[str, int], Shown] = {}
    for shown in sorted(history, key=lambda one: (one.on, one.kind, one.about)):
        if shown.act is Act.MEET and not shown.waits:
            met[shown.kind, shown.about] = shown
    last = list(met.values())[-EXPECTED_BETWEEN:]
    return len(last) == EXPECTED_BETWEEN and not any(one.unexpected for one in last)
