"""How well two fit, for many twos at once.

The weights are chosen, not measured: what comes of coffee is not known beforehand. The first number
is by far the largest: meeting for real.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.pairing.people import Person, Wish
from vaknet.engine.pairing.reasons import EARTH

IN_PERSON = 1000
# The near half of a town counts as much as the far half of a province: half of it goes each 10 km.
NEAR, HALF = 200, 10.0
GRANTED = {Wish.SAME_TRADE: 160, Wish.OTHER_TRADE: 160, Wish.NEWCOMER: 160, Wish.MENTOR: 240}
OTHER_EMPLOYER = 240
WELCOMED = 80  # somebody who is new, by somebody who is not
OTHER_NETWORK = 40
UNKNOWN = 400  # two who do not know each other yet
# Two who fit as well as two others are told apart by lot.
LOT = 8
# Bits for a row and a column in one number.
WIDE = 32
HIGHEST = IN_PERSON + NEAR + 2 * sum(GRANTED.values()) + OTHER_EMPLOYER + WELCOMED
HIGHEST += OTHER_NETWORK + UNKNOWN + LOT


class Crowd:
    """Everybody who looks for coffee, as arrays. Whoever is asked about is named by her row."""

    def __init__(self, people: Sequence[Person], chance: np.random.Generator) -> None:
        self.people = people
        self.rows = {person.id: row for row, person in enumerate(people)}
        places = [person.place or (0.0, 0.0) for person in people]
        both = np.radians(np.asarray(places, dtype=np.float64))
        self.north: Array = both[:, 0]
        self.east: Array = both[:, 1]
        self.here: Array = np.asarray([person.place is not None for person in people])
        self.reach: Array = np.asarray([person.reach for person in people], dtype=np.float64)
        self.new: Array = np.asarray([person.is_new for person in people])
        self.mentors: Array = np.asarray([person.mentors for person in people])
        self.wishes: dict[Wish, Array] = {
            wish: np.asarray([wish in person.wishes for person in people]) for wish in Wish
        }
        self.trades = _columns(person.trades for person in people)
        self.employers = _columns(person.employers for person in people)
        networks = {name: place for place, name in enumerate({one.network for one in people})}
        self.network: Array = np.asarray([networks[person.network] for person in people])
        self.parts: Array = np.asarray([_bits(person.parts) for person in people])
        self.never = _never(people, self.rows)
        self.known = _known(people, self.rows)
        self.lot: Array = chance.integers(1, 1 << 20, len(people))

    def along(self, angle: float) -> Array:
        """Where each stands on a line across the map."""
        across = self.east * np.cos(angle) * np.cos(self.north)
        return np.asarray(self.north * np.sin(angle) + across)

    def kilometres(self, one: Array, other: Array) -> Array:
        half = np.sin((self.north[one] - self.north[other]) / 2) ** 2
        apart = np.sin((self.east[one] - self.east[other]) / 2) ** 2
        half += np.cos(self.north[one]) * np.cos(self.north[other]) * apart
        return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1.0))))

    def in_person(self, one: Array, other: Array) -> Array:
        """Whether both have a place, and it is near enough for both."""
        reach = np.minimum(self.reach[one], self.reach[other])
        return self.here[one] & self.here[other] & (self.kilometres(one, other) <= reach)

    def may_meet(self, rows: Array) -> Array:
        """For these rows, with whom each may be brought together: rows by everybody."""
        mine = self.parts[rows][:, None]
        may: Array = ((mine & self.parts) != 0) | (mine == 0) | (self.parts == 0)
        for place, row in enumerate(rows.tolist()):
            may[place, row] = False
            may[place, self.never.get(row, [])] = False
        return may

    def weights(self, one: Array, other: Array) -> Array:
        """How well each two fit: whole numbers."""
        together = self.in_person(one, other)
        km = np.where(together, self.kilometres(one, other), 0.0)
        total = np.where(together, IN_PERSON + NEAR * 0.5 ** (km / HALF), 0.0).astype(np.int64)
        same, colleagues = _shared(self.trades, one, other), _shared(self.employers, one, other)
        known = (self.trades[one, 0] >= 0) & (self.trades[other, 0] >= 0)
        for hers, theirs in ((one, other), (other, one)):
            granted = {
                Wish.SAME_TRADE: same & ~colleagues,
                Wish.OTHER_TRADE: known & ~same,
                Wish.NEWCOMER: self.new[theirs],
                Wish.MENTOR: self.mentors[theirs],
            }
            for wish, is_so in granted.items():
                total += GRANTED[wish] * (self.wishes[wish][hers] & is_so)
        employed = (self.employers[one, 0] >= 0) & (self.employers[other, 0] >= 0)
        total += OTHER_EMPLOYER * (employed & ~colleagues)
        total += WELCOMED * (self.new[one] ^ self.new[other])
        total += OTHER_NETWORK * (self.network[one] != self.network[other])
        total += UNKNOWN * ~self._know(one, other)
        return np.asarray(total + (self.lot[one] * self.lot[other]) % LOT)

    def _know(self, one: Array, other: Array) -> Array:
        codes = (np.minimum(one, other) << WIDE) | np.maximum(one, other)
        at = np.searchsorted(self.known, codes)
        return np.asarray(self.known[np.minimum(at, len(self.known) - 1)] == codes)


def _columns(sets: Iterable[frozenset[int]]) -> Array:
    """A row for each set, filled up with -1."""
    rows = [sorted(one) for one in sets]
    filled = np.full((len(rows), max([1, *map(len, rows)])), -1, dtype=np.int64)
    for place, row in enumerate(rows):
        filled[place, : len(row)] = row
    return filled


def _shared(columns: Array, one: Array, other: Array) -> Array:
    found = np.zeros(len(one), dtype=bool)
    for column in columns.T:
        mine = column[one]
        for another in columns.T:
            found |= (mine == another[other]) & (mine >= 0)
    return found


def _bits(parts: Iterable[int]) -> int:
    return sum(1 << part for part in parts)


def _known(people: Sequence[Person], rows: dict[int, int]) -> Array:
    """Each two of whom one knows the other, as one number; and one that is of nobody."""
    codes = {-1}
    for row, person in enumerate(people):
        for other in (rows[pk] for pk in person.knows if pk in rows):
            codes.add((min(row, other) << WIDE) | max(row, other))
    return np.asarray(sorted(codes), dtype=np.int64)


def _never(people: Sequence[Person], rows: dict[int, int]) -> dict[int, list[int]]:
    """Who may not be brought together, both ways."""
    never: dict[int, set[int]] = {}
    for row, person in enumerate(people):
        for other in (rows[pk] for pk in person.apart | person.met if pk in rows):
            never.setdefault(row, set()).add(other)
            never.setdefault(other, set()).add(row)
    return {row: sorted(others) for row, others in never.items()}
