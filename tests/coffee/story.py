"""What the tests of coffee tell: who looks for it, draws it and says yes."""

from datetime import UTC, date, datetime

from vaknet.domain.coffee import actions
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeRound, CoffeeSeat, Often
from vaknet.domain.coffee.queries import table

# A Tuesday, and the first working day of a month.
FIRST = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)


def look(person, place=None, *, reach=10, often=Often.MONTHLY, **more):
    return actions.look_for_coffee(
        person, often=often, place=place, reach=reach if place else 0, **more
    )


def draw(often=Often.MONTHLY, on=date(2026, 12, 1), now=FIRST, seed=7) -> CoffeeRound:
    return actions.draw_round(often=often, on=on, now=now, seed=seed)


def pairs():
    """Who sit together, by first name."""
    return sorted(
        sorted(seat.person.first_name for seat in match.seats.all())
        for match in CoffeeMatch.objects.all()
    )


def both_say_yes(match, *people):
    for person in people:
        actions.say_yes(person, match=match)


def seat_of(person) -> CoffeeSeat:
    return CoffeeSeat.objects.get(person=person)


def table_of(person, match):
    return table(person, match.pk)
