"""Two orders of people on one page, and which of them people chose from.

Team draft (Radlinski, Kurup & Joachims 2008, *How does clickthrough data reflect retrieval
quality?*): as two captains choose teams. In each round a coin says who goes first, and each order
puts its best person who is not on the page yet. Who is chosen counts for the order that put her
there. Nobody stands out by place: in each round both orders had the same chance of the better one.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

SURE = 0.05


class Team(IntEnum):
    FIRST = 1
    SECOND = 2


# As a coin falls: the second order goes first, or the first.
ROUNDS = ((Team.SECOND, Team.FIRST), (Team.FIRST, Team.SECOND))


@dataclass(frozen=True)
class Drafted[Person: Hashable]:
    person: Person
    team: Team


def team_draft[Person: Hashable](
    first: Sequence[Person], second: Sequence[Person], places: int, *, coin: Callable[[], bool]
) -> list[Drafted[Person]]:
    """The page. Both orders are of the same people. `coin`: the first goes first in this round."""
    orders = {Team.FIRST: first, Team.SECOND: second}
    page: list[Drafted[Person]] = []
    taken: set[Person] = set()
    turns: tuple[Team, ...] = ()
    while len(page) < min(places, len(first)):
        team, *rest = turns or ROUNDS[coin()]
        person = _next(orders[team], taken)
        page.append(Drafted(person, team))
        taken.add(person)
        turns = tuple(rest)
    return page


def propensities[Person: Hashable](
    first: Sequence[Person], second: Sequence[Person], places: int
) -> dict[Person, list[float]]:
    """How likely each person is to stand at each place, exactly: over all throws of the coin.

    Throws after which the same people are on the page go on together, so that these stay far fewer
    than all of them.
    """
    orders = {Team.FIRST: first, Team.SECOND: second}
    places = min(places, len(first))
    found: dict[Person, list[float]] = {}
    # Who is on the page, whose turn is still to come in this round: how likely.
    states: dict[tuple[frozenset[Person], tuple[Team, ...]], float] = {(frozenset(), ()): 1.0}
    for place in range(places):
        following: dict[tuple[frozenset[Person], tuple[Team, ...]], float] = defaultdict(float)
        for (taken, turns), chance in states.items():
            possible = [turns] if turns else ROUNDS
            for team, *rest in possible:
                person, share = _next(orders[team], taken), chance / len(possible)
                found.setdefault(person, [0.0] * places)[place] += share
                following[taken | {person}, tuple(rest)] += share
        states = following
    return found


def _next[Person: Hashable](order: Sequence[Person], taken: Container[Person]) -> Person:
    return next(one for one in order if one not in taken)


@dataclass(frozen=True)
class Verdict:
    """In how many searches each of the two was chosen from more, and how likely that is by chance.

    `chance` is that of a sign test: of a coin that falls at least as unevenly, either way. Searches
    where both were chosen from alike say nothing.
    """

    first: int
    second: int
    even: int
    chance: float

    @property
    def winner(self) -> Team | None:
        if self.chance >= SURE:
            return None
        return Team.FIRST if self.first > self.second else Team.SECOND


def verdict(credits: Iterable[Iterable[Team]]) -> Verdict:
    """`credits`: for each search, the teams of who was chosen."""
    first = second = even = 0
    for search in credits:
        teams = list(search)
        more = teams.count(Team.FIRST) - teams.count(Team.SECOND)
        first, second, even = first + (more > 0), second + (more < 0), even + (more == 0)
    return Verdict(first, second, even, sign_test(first, second))


def sign_test(wins: int, losses: int) -> float:
    """Two-sided and exact."""
    throws, least = wins + losses, min(wins, losses)
    tail, ways = 0, 1
    for few in range(least + 1):
        tail, ways = tail + ways, ways * (throws - few) // (few + 1)
    likely: float = 2 * tail / 2**throws
    return min(1.0, likely)
