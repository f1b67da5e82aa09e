"""Yes, no without a word, and what came of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.coffee import queries, rules
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeSeat, CoffeeWish
from vaknet.domain.refusal import Refused


@transaction.atomic
def say_yes(by: Actor, *, match: CoffeeMatch) -> CoffeeSeat:
    """The other hears of it when she said it too. Twice is once."""
    seat = _held(by, match).seat
    if seat.accepted_at is not None:
        return seat
    if not rules.may_say(seat):
        raise Refused(_("This coffee is over. Next time you go first."))
    seat.accepted_at = timezone.now()
    seat.save(update_fields=["accepted_at"])
    record(by, "said_yes_to_coffee", seat, audience=Audience.SELF)
    return seat


@transaction.atomic
def say_no(by: Actor, *, match: CoffeeMatch) -> CoffeeSeat:
    """Silently: to the other it looks as if it waits. Twice is once."""
    table = _held(by, match)
    seat = table.seat
    if seat.declined_at is not None:
        return seat
    if not rules.may_say_no(seat, is_agreed=bool(table.agreed)):
        raise Refused(_("You both said yes. Tell the other one that it does not work out."))
    seat.accepted_at, seat.declined_at = None, timezone.now()
    seat.save(update_fields=["accepted_at", "declined_at"])
    record(by, "said_no_to_coffee", seat, audience=Audience.SELF)
    return seat


@transaction.atomic
def say_met(by: Actor, *, match: CoffeeMatch, met: str) -> CoffeeSeat:
    """For herself; something else said later replaces it."""
    table = _held(by, match)
    if not rules.may_say_met(table.seat, is_agreed=bool(table.agreed)):
        raise Refused(_("You can say this once you both said yes."))
    if met not in CoffeeSeat.Met.values:
        raise Refused(_("Choose one of the answers."))
    seat = table.seat
    if seat.met == met:
        return seat
    seat.met, seat.said_at = met, timezone.now()
    seat.save(update_fields=["met", "said_at"])
    record(by, "said_coffee_outcome", seat, audience=Audience.SELF)
    return seat


def _held(by: Actor, match: CoffeeMatch) -> queries.Table:
    """Locked: two may say yes, no and nothing in time at one moment. Not found for anybody else."""
    CoffeeMatch.objects.select_for_update(no_key=True).get(pk=match.pk)
    return queries.table(by, match.pk)


@transaction.atomic
def end_waiting(*, now: datetime) -> None:
    """For the clock: no two said yes in three working days. Who said what is told to nobody, and
    next time they go first."""
    rows = CoffeeMatch.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    rows = rows.filter(ended_at=None, round__drawn_at__lte=now).select_related("round")
    yes = Count("seats", filter=Q(seats__accepted_at__isnull=False))
    lone = CoffeeMatch.objects.filter(ended_at=None).annotate(yes=yes).filter(yes__lt=2)
    for match in rows.filter(pk__in=lone.values("pk")).order_by("pk"):
        if rules.waits_until(match.round.drawn_at) <= now and not queries.has_two(match):
            _end(match, now)


def _end(match: CoffeeMatch, now: datetime) -> None:
    match.ended_at = now
    match.save(update_fields=["ended_at"])
    seats = list(match.seats.select_related("person").order_by("number"))
    # Also of who stopped meanwhile: that she goes first counts for her next wish.
    wishes = CoffeeWish.objects.filter(person__in=[seat.person for seat in seats])
    last = wishes.order_by("person", "-pk").distinct("person")
    CoffeeWish.objects.filter(pk__in=last.values("pk"), first_since=None).update(first_since=now)
    for seat in seats:
        record(seat.person, "coffee_came_to_nothing", seat, audience=Audience.SELF)


@transaction.atomic
def remind(*, now: datetime) -> None:
    """For the clock: who said nothing in a working day is reminded, once."""
    rows = queries.open_seats(now).filter(reminded_at=None).select_related("person", "round")
    for seat in rows.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk"):
        if rules.reminded_from(seat.round.drawn_at) <= now:
            seat.reminded_at = now
            seat.save(update_fields=["reminded_at"])
            record(seat.person, "was_reminded_of_coffee", seat, audience=Audience.SELF)
