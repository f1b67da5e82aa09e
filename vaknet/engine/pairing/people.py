"""Who looks for coffee, and what comes of it: plain values."""

from dataclasses import dataclass, field
from enum import StrEnum

# So long somebody is new.
NEW = 90


class Wish(StrEnum):
    """What kind of person somebody would like to meet."""

    SAME_TRADE = "same_trade"
    OTHER_TRADE = "other_trade"
    NEWCOMER = "newcomer"
    MENTOR = "mentor"


@dataclass(frozen=True)
class Person:
    """Somebody who looks for coffee.

    `place`: latitude and longitude of the middle of her town, or None: online only. `reach`: how
    far she will go, in km as the crow flies. `days`: since how many days she is here. `parts`: when
    in the week she can; none said is always. `apart`: whom she may not meet; said by one of the two
    it counts for both, and so does `met`: with whom she had coffee within the year.
    `knows`: whom she knows already, and would rather not be brought to. `first`: last
    time it came to nothing for her, so that now she is not the one who is left.
    """

    id: int
    place: tuple[float, float] | None = None
    reach: float = 0.0
    days: int = NEW
    trades: frozenset[int] = frozenset()
    employers: frozenset[int] = frozenset()
    network: str = ""
    wishes: frozenset[Wish] = frozenset()
    mentors: bool = False
    parts: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    met: frozenset[int] = frozenset()
    knows: frozenset[int] = frozenset()
    first: bool = False

    @property
    def is_new(self) -> bool:
        return self.days < NEW


class Why(StrEnum):
    """What is true of two who are brought together."""

    DISTANCE = "distance"  # `number`: km as the crow flies
    ONLINE = "online"
    SAME_TRADE = "same_trade"
    OTHER_TRADE = "other_trade"
    OTHER_EMPLOYER = "other_employer"
    OTHER_NETWORK = "other_network"
    NEWCOMER = "newcomer"  # `of` is new; `number`: since how many days she is here
    WISH = "wish"  # `of` wished for it
    BOTH_WISH = "both_wish"  # and so did the other
    PARTS = "parts"  # `parts`: when in the week both can


@dataclass(frozen=True)
class Reason:
    """`between` are the two of whom it is true, the lower id first."""

    why: Why
    between: tuple[int, int]
    of: int | None = None
    wish: Wish | None = None
    number: float | None = None
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Match:
    """Two people, or three once: for who would else be alone."""

    people: tuple[int, ...]
    online: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Drawn:
    """`left`: for whom there is nobody, in the order of their ids."""

    matches: list[Match] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
