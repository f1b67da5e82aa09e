"""What is told of a list of people, and of one: plain values, for who looks into the finder."""

from dataclasses import dataclass
from enum import StrEnum

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding.queries.understanding import Understanding
from vaknet.domain.finding.reasons import Reason
from vaknet.engine import ranking
from vaknet.engine.ranking import Parts, PassageParts


class Why(StrEnum):
    """In this order: the first that holds is said."""

    FOUND = "found"
    APART = "apart"
    HERSELF = "herself"
    NOTHING_TO_READ = "nothing_to_read"
    UNREAD = "unread"
    NOT_ALIKE = "not_alike"
    CHANGED = "changed"
    NOT_PUT_FORWARD = "not_put_forward"
    BELOW = "below"
    SAME_PLACE = "same_place"


@dataclass(frozen=True)
class Verdict:
    why: Why
    place: int | None = None
    """In the list; of who is not put forward, among all by standing."""
    likeness: float | None = None
    """How alike in meaning the closest of her passages is; None where none was read, or where that
    one says something else now."""
    threshold: float = 0.0
    """How alike it had to be, without a word in common."""
    score: float | None = None
    """Hers. None where it does not matter, and as long as hers is to be read again."""
    least: float | None = None
    """What the last one on the list had. None where nobody is on it, and as long as something of
    the last one is to be read again."""


@dataclass(frozen=True)
class Shown:
    """A passage: what it is made of, what it says, and whether it is a reason to show her."""

    parts: PassageParts
    reason: Reason | None
    """None for a profile as a whole, of which no words of its own are left."""


@dataclass(frozen=True)
class Looked:
    """One person, and all that her score is made of.

    `parts` and `score` are None as long as something of hers is to be read again: until then the
    index goes by what she took back, or keeps for others now.
    """

    actor: Actor
    score: float | None
    degree: int | None
    confirmed: int
    """How many saw that she knows what she says."""
    is_beside: bool
    """Somebody above her on the list works at the same place, so she stands lower."""
    parts: Parts | None
    passages: list[Shown]

    @property
    def factors(self) -> tuple[float, ...]:
        """What evidence, recent answers, the topic, being sure, being near and what others saw
        multiply by."""
        if self.parts is None:
            return ()
        near, seen = ranking.closeness(self.degree), ranking.trust(self.confirmed)
        return (*self.parts.factors, near, seen)


@dataclass(frozen=True)
class Explanation:
    understood: Understanding
    names: list[str]
    reads_meaning: bool
    people: list[Looked]
    person: Looked | None = None
    """Whom it is about, when anything of hers fits."""
    verdict: Verdict | None = None
