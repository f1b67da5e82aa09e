"""What waits for an answer: requests, introductions and talks, so that start pages have lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from vaknet.engine.trial.people import TrialPerson
from vaknet.engine.trial.ties import Ties
from vaknet.engine.trial.words import chance_of

# For every so many people one of each waits.
PEOPLE_PER_REQUEST, PEOPLE_PER_INTRODUCTION, PEOPLE_PER_TALK = 4, 20, 30
GO_BETWEENS = 0.7
TRIES = 10


@dataclass(frozen=True)
class Waiting:
    """Positions of people. Requests are of strangers, talks of contacts; `go_betweens` agreed."""

    go_betweens: frozenset[int]
    requests: list[tuple[int, int]]
    introductions: list[tuple[int, int, int]]
    talks: list[tuple[int, int]]


def waiting(seed: int, everybody: Sequence[TrialPerson], known: Ties) -> Waiting:
    chance = chance_of(seed, "waiting")
    count = len(everybody)
    agreed = frozenset(one for one in range(count) if chance.random() < GO_BETWEENS)
    drawn = [_request(chance, everybody, known) for _ in range(count // PEOPLE_PER_REQUEST)]
    asked = [_introduction(chance, agreed, known) for _ in range(count // PEOPLE_PER_INTRODUCTION)]
    talks = [_talk(chance, known) for _ in range(count // PEOPLE_PER_TALK)]
    return Waiting(
        go_betweens=agreed,
        requests=_once(pair for pair in drawn if pair),
        introductions=list({(a, c): (a, b, c) for a, b, c in filter(None, asked)}.values()),
        talks=_once(pair for pair in talks if pair),
    )


def _once(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two people ask each other once, from one side."""
    return list({frozenset(pair): pair for pair in pairs}.values())


def _request(
    chance: Random, everybody: Sequence[TrialPerson], known: Ties
) -> tuple[int, int] | None:
    for _ in range(TRIES):
        a, b = chance.randrange(len(everybody)), chance.randrange(len(everybody))
        if a != b and everybody[a].field == everybody[b].field and not known.hold(a, b):
            return a, b
    return None


def _introduction(
    chance: Random, agreed: frozenset[int], known: Ties
) -> tuple[int, int, int] | None:
    """Asker, go-between, target."""
    for _ in range(TRIES):
        middle = chance.randrange(known.people)
        contacts = known.of(middle)
        if middle in agreed and len(contacts) > 1:
            a, c = chance.sample(contacts, 2)
            if not known.hold(a, c):
                return a, middle, c
    return None


def _talk(chance: Random, known: Ties) -> tuple[int, int] | None:
    for _ in range(TRIES):
        one = chance.randrange(known.people)
        if contacts := known.of(one):
            return one, chance.choice(contacts)
    return None
