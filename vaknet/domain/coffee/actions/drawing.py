"""Drawing a round: all of it in one transaction, so that it happens wholly or not at all."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Audience
from vaknet.domain.coffee import rules
from vaknet.domain.coffee.looking import people, wishes_of_round
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeRound, CoffeeSeat, CoffeeWish, Often
from vaknet.engine.pairing import Match, draw
from vaknet.engine.pairing.people import Reason

SEEDS = 2**62


def draw_due(*, now: datetime) -> None:
    """For the clock, as often as it likes: the rounds that are due today and not drawn yet."""
    today = now.astimezone(rules.OFFICE_CLOCK).date()
    for often in Often:
        on = rules.round_of(often, today)
        if on and not CoffeeRound.objects.filter(often=often, on=on).exists():
            draw_round(often=often, on=on, now=now)


@transaction.atomic
def draw_round(
    *, often: Often, on: date, now: datetime, seed: int | None = None, quietly: bool = False
) -> CoffeeRound:
    """Drawn twice is drawn once: of two at a time the second waits here, and finds it done.

    `quietly`: for a trial, nobody is told.
    """
    chosen = secrets.randbelow(SEEDS) if seed is None else seed
    drawn, is_new = CoffeeRound.objects.get_or_create(
        often=often, on=on, defaults={"seed": chosen, "drawn_at": now}
    )
    if not is_new:
        return drawn
    today = now.astimezone(rules.OFFICE_CLOCK).date()
    rows = wishes_of_round(often, today).select_for_update(no_key=True, of=("self",))
    wishes = {wish.person_id: wish for wish in rows}
    result = draw(people(wishes.values(), now=now), seed=drawn.seed)
    for match in result.matches:
        _seat(drawn, match, wishes, quietly=quietly)
    for pk in result.left:
        _leave(wishes[pk], now, told=not quietly and _is_told(wishes[pk], today))
    return drawn


def _seat(
    drawn: CoffeeRound, match: Match, wishes: Mapping[int, CoffeeWish], *, quietly: bool
) -> None:
    numbers = {pk: number for number, pk in enumerate(match.people)}
    row = CoffeeMatch.objects.create(
        round=drawn,
        online=match.online,
        reasons=[_plain(reason, numbers) for reason in match.reasons],
    )
    for pk, number in numbers.items():
        wish = wishes[pk]
        seat = CoffeeSeat.objects.create(
            match=row, round=drawn, person=wish.person, number=number, place=wish.place
        )
        at = drawn.drawn_at
        record(
            wish.person, "was_given_coffee", seat, audience=Audience.SELF, at=at, quietly=quietly
        )
        if wish.first_since is not None:
            wish.first_since = None
            wish.save(update_fields=["first_since"])


def _plain(reason: Reason, numbers: Mapping[int, int]) -> dict[str, Any]:
    """By the numbers at the table: nothing of a person is kept in it. Whole kilometres."""
    return {
        "why": reason.why.value,
        "between": [numbers[pk] for pk in reason.between],
        "of": None if reason.of is None else numbers[reason.of],
        "wish": reason.wish.value if reason.wish else None,
        "number": None if reason.number is None else round(reason.number),
        "parts": list(reason.parts),
    }


def _is_told(wish: CoffeeWish, today: date) -> bool:
    """What is for once is tried again each working day of its week."""
    return wish.often == Often.MONTHLY or rules.is_last_pass(wish, today)


def _leave(wish: CoffeeWish, now: datetime, *, told: bool) -> None:
    wish.first_since = wish.first_since or now
    wish.save(update_fields=["first_since"])
    if told:
        record(wish.person, "found_no_coffee", wish, audience=Audience.SELF)
