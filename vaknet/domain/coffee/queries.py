"""Coffee, for who is in it. Who looks for it is seen by nobody; whom she may meet, by her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee import rules
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeSeat, CoffeeWish
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.apart import is_apart, is_muted
from vaknet.domain.people.models import ProfilePart
from vaknet.domain.people.visibility import narrowed_parts
from vaknet.engine.pairing import Why, Wish

# What a reason is drawn from: whoever keeps any of that to few now, of her it is not told any more.
DRAWN_FROM: dict[Why, set[str]] = {
    Why.SAME_TRADE: {ProfilePart.PROFESSION},
    Why.OTHER_TRADE: {ProfilePart.PROFESSION},
    Why.OTHER_EMPLOYER: {ProfilePart.WORK},
}
# The same work is wished for elsewhere: that it was granted tells of the employer too.
WISHED_FROM: dict[Wish, set[str]] = {
    Wish.SAME_TRADE: {ProfilePart.PROFESSION, ProfilePart.WORK},
    Wish.OTHER_TRADE: {ProfilePart.PROFESSION},
}
EARLIER = 24


@dataclass(frozen=True)
class Told:
    """A reason as it is told to her. `other`: who it is about beside herself. `of`: whose wish it
    was, or who is new. `parts` of the week in which both can."""

    why: Why
    other: Actor
    of: Actor | None = None
    wish: str = ""
    number: int = 0
    parts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """A coffee of hers. `others` are those she may see; `agreed` those of them who said yes as she
    did. Who said no looks like who says nothing."""

    match: CoffeeMatch
    seat: CoffeeSeat
    others: list[CoffeeSeat]
    reasons: list[Told]

    @property
    def agreed(self) -> list[CoffeeSeat]:
        if self.seat.accepted_at is None:
            return []
        return [seat for seat in self.others if seat.accepted_at is not None]

    @property
    def is_over(self) -> bool:
        return self.match.ended_at is not None or self.seat.declined_at is not None

    @property
    def waits_until(self) -> datetime:
        return rules.waits_until(self.match.round.drawn_at)


def wish_of(viewer: Actor, today: date) -> CoffeeWish | None:
    """What she looks for now; for her own eyes."""
    wish = CoffeeWish.objects.filter(person=viewer, until=None).select_related("place").first()
    return wish if wish is not None and rules.stands(wish, today) else None


def stopped_wish(viewer: Actor) -> CoffeeWish | None:
    """What she stopped last, unless she looks for something else since."""
    last = CoffeeWish.objects.filter(person=viewer).order_by("-pk").first()
    return last if last is not None and last.until is not None else None


def tables(viewer: Actor) -> list[Table]:
    """Her coffees, the latest first; without those where nobody is left whom she may see."""
    mine = CoffeeSeat.objects.filter(person=viewer).select_related("match__round", "place")
    seats = list(mine.order_by("-round__drawn_at", "-pk")[:EARLIER])
    return _tables(viewer, seats)


def table(viewer: Actor, pk: int) -> Table:
    """Raises CoffeeMatch.DoesNotExist for anybody but those at it."""
    mine = CoffeeSeat.objects.filter(person=viewer, match=pk)
    found = _tables(viewer, list(mine.select_related("match__round", "place")))
    if not found:
        raise CoffeeMatch.DoesNotExist
    return found[0]


def to_answer(viewer: Actor) -> list[Table]:
    """Where she said neither yes nor no, and it is not over."""
    return _tables(viewer, _TO_ANSWER(viewer=viewer.pk))


def to_tell(viewer: Actor, *, since: datetime, until: datetime) -> list[Table]:
    """Drawn between the two moments: both said yes, and she did not say what came of it."""
    found = _tables(viewer, _TO_TELL(viewer=viewer.pk, since=since, until=until))
    return [table for table in found if table.agreed]


def _to_answer(viewer: int) -> QuerySet[CoffeeSeat]:
    rows = CoffeeSeat.objects.filter(person=viewer, accepted_at=None, declined_at=None)
    rows = rows.filter(match__ended_at=None).select_related("match__round", "place")
    return rows.order_by("-round__drawn_at", "-pk")[:EARLIER]


def _to_tell(viewer: int, since: datetime, until: datetime) -> QuerySet[CoffeeSeat]:
    rows = CoffeeSeat.objects.filter(person=viewer, accepted_at__isnull=False, met="")
    rows = rows.filter(match__ended_at=None, round__drawn_at__range=(since, until))
    return rows.select_related("match__round", "place").order_by("-round__drawn_at", "-pk")


_TO_ANSWER = Frozen(_to_answer)
_TO_TELL = Frozen(_to_tell)


def _tables(viewer: Actor, seats: Sequence[CoffeeSeat]) -> list[Table]:
    if not seats:
        return []
    around = CoffeeSeat.objects.filter(match__in=[seat.match_id for seat in seats])
    around = around.exclude(person=viewer)
    around = around.exclude(is_apart(viewer.pk, "person") | is_muted(viewer.pk, "person"))
    around = around.select_related("person", "place").order_by("number")
    kept = around.annotate(kept=narrowed_parts(person="person"))
    others: dict[int, list[CoffeeSeat]] = {}
    for seat in kept:
        others.setdefault(seat.match_id, []).append(seat)
    return [
        Table(seat.match, seat, others[seat.match_id], _told(viewer, seat, others[seat.match_id]))
        for seat in seats
        if seat.match_id in others
    ]


def _told(viewer: Actor, mine: CoffeeSeat, others: Sequence[CoffeeSeat]) -> list[Told]:
    """What is true of her and each of them. What two others have in common is theirs to tell."""
    there = {seat.number: seat for seat in others}
    people = {mine.number: viewer} | {seat.number: seat.person for seat in others}
    told = []
    for reason in mine.match.reasons:
        one, other = reason["between"]
        if mine.number not in (one, other) or not {one, other} <= people.keys():
            continue
        beside = there[other if one == mine.number else one]
        why = Why(reason["why"])
        wish = Wish(reason["wish"]) if reason["wish"] else None
        drawn_from = WISHED_FROM.get(wish, set()) if wish else DRAWN_FROM.get(why, set())
        if drawn_from.intersection(beside.kept):  # type: ignore[attr-defined]
            continue
        told.append(
            Told(
                why=why,
                other=beside.person,
                of=people.get(reason["of"]),
                wish=wish or "",
                number=reason["number"] or 0,
                parts=tuple(reason["parts"]),
            )
        )
    return told


def said_yes_together(person: int, other: int) -> bool:
    """Whether both said yes to one coffee."""
    theirs = Q(match__seats__person=other, match__seats__accepted_at__isnull=False)
    return CoffeeSeat.objects.filter(theirs, person=person, accepted_at__isnull=False).exists()


def matches_of_seats(viewer: Actor, seats: Sequence[int]) -> dict[int, int]:
    """Of these seats, hers or of who sits with her, at which coffee of hers each is."""
    around = dict(CoffeeSeat.objects.filter(pk__in=seats).values_list("pk", "match"))
    mine = CoffeeSeat.objects.filter(person=viewer, match__in=[*around.values()])
    seen = _tables(viewer, list(mine.select_related("match__round", "place")))
    there = {table.match.pk for table in seen}
    return {pk: match for pk, match in around.items() if match in there}


def matches_of_own_seats(viewer: Actor, seats: Sequence[int]) -> dict[int, int]:
    """Of these seats, at which coffee each of hers is, whomever she may see there."""
    mine = CoffeeSeat.objects.filter(person=viewer, pk__in=seats)
    return dict(mine.values_list("pk", "match"))


def open_seats(now: datetime) -> QuerySet[CoffeeSeat]:
    """Of coffees that are not over, where somebody said nothing yet."""
    return CoffeeSeat.objects.filter(
        match__ended_at=None, accepted_at=None, declined_at=None, round__drawn_at__lte=now
    )


def has_two(match: CoffeeMatch) -> bool:
    """Whether two of them said yes."""
    said = CoffeeSeat.objects.filter(match=match, accepted_at__isnull=False)
    return said.count() > 1


def met_since(moment: datetime) -> QuerySet[CoffeeSeat, tuple[int, int]]:
    """Who was brought together with whom since then, both ways, whatever came of it; and
    each with herself."""
    rows = CoffeeSeat.objects.filter(round__drawn_at__gt=moment)
    return rows.values_list("person_id", "match__seats__person_id")
