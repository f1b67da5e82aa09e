"""Why two are brought together: only what is true, each with what shows it."""

from collections.abc import Sequence
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

from vaknet.engine.pairing.people import Person, Reason, Why, Wish

# The mean radius of the earth (IUGG), in km.
EARTH = 6371.0088


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies (haversine): roads and rivers are not known here."""
    (north, east), (north_too, east_too) = (tuple(map(radians, at)) for at in (one, other))
    half = sin((north_too - north) / 2) ** 2
    half += cos(north) * cos(north_too) * sin((east_too - east) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, half)))


def within_reach(one: Person, other: Person) -> bool:
    """Near enough for both of them."""
    if one.place is None or other.place is None:
        return False
    return kilometres(one.place, other.place) <= min(one.reach, other.reach)


def may_meet(one: Person, other: Person) -> bool:
    """Whether they may be brought together at all, be it online."""
    if one.id == other.id or other.id in one.apart | one.met or one.id in other.apart | other.met:
        return False
    return not one.parts or not other.parts or bool(one.parts & other.parts)


def is_online(people: Sequence[Person]) -> bool:
    """Whether these cannot all be within reach of one another."""
    return not all(within_reach(one, other) for one, other in combinations(people, 2))


def grants(wish: Wish, one: Person, other: Person) -> bool:
    """Whether the other is what this one wishes for."""
    if wish is Wish.SAME_TRADE:
        return bool(one.trades & other.trades) and not one.employers & other.employers
    if wish is Wish.OTHER_TRADE:
        return bool(one.trades and other.trades) and not one.trades & other.trades
    return other.is_new if wish is Wish.NEWCOMER else other.mentors


def reasons_of(people: list[Person], *, online: bool) -> tuple[Reason, ...]:
    """Of each two of them, in a fixed order."""
    ordered = sorted(people, key=lambda person: person.id)
    return tuple(
        reason
        for one, other in combinations(ordered, 2)
        for reason in [_where(one, other, online=online), *_wishes(one, other), *_rest(one, other)]
    )


def _where(one: Person, other: Person, *, online: bool) -> Reason:
    between = one.id, other.id
    if online or one.place is None or other.place is None:
        return Reason(Why.ONLINE, between)
    return Reason(Why.DISTANCE, between, number=kilometres(one.place, other.place))


def _wishes(one: Person, other: Person) -> list[Reason]:
    between, found = (one.id, other.id), []
    for wish in Wish:
        hers = wish in one.wishes and grants(wish, one, other)
        theirs = wish in other.wishes and grants(wish, other, one)
        if hers and theirs:
            found.append(Reason(Why.BOTH_WISH, between, wish=wish))
        elif hers or theirs:
            of = one.id if hers else other.id
            found.append(Reason(Why.WISH, between, of=of, wish=wish))
    return found


def _rest(one: Person, other: Person) -> list[Reason]:
    between, found = (one.id, other.id), []
    if one.trades & other.trades:
        found.append(Reason(Why.SAME_TRADE, between))
    elif one.trades and other.trades:
        found.append(Reason(Why.OTHER_TRADE, between))
    if one.employers and other.employers and not one.employers & other.employers:
        found.append(Reason(Why.OTHER_EMPLOYER, between))
    if one.network != other.network:
        found.append(Reason(Why.OTHER_NETWORK, between))
    for person in (one, other):
        if person.is_new:
            found.append(Reason(Why.NEWCOMER, between, of=person.id, number=person.days))
    if shared := one.parts & other.parts:
        found.append(Reason(Why.PARTS, between, parts=tuple(sorted(shared))))
    return found
