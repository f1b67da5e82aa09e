"""Who leaves is in no round, and whoever waits for her hears nothing but that it did not work."""

from datetime import datetime

from django.db import transaction

from vaknet.domain.activity.actions import hand_over, hand_over_once
from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee.models import CoffeeMatch, CoffeeSeat, CoffeeWish


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    CoffeeWish.objects.filter(person=actor, until=None).update(until=at)
    open_still = CoffeeSeat.objects.filter(person=actor, match__ended_at=None)
    open_still.filter(accepted_at=None, declined_at=None).update(declined_at=at)


@transaction.atomic
def step_in_again(*, actor: Actor, at: datetime) -> None:
    """She came back: what ended at the moment of her leaving goes on."""
    CoffeeWish.objects.filter(person=actor, until=at).update(until=None)
    CoffeeSeat.objects.filter(person=actor, declined_at=at).update(declined_at=None)


@transaction.atomic
def take_over_coffee(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Two accounts of one person become one; with herself she has no coffee. In one round she
    keeps one: who sits at the other table hears that it did not work."""
    hand_over_once(CoffeeWish.objects.all(), "person", kept=kept, merged=merged, same=[], at=at)
    rounds = list(CoffeeSeat.objects.filter(person=kept).values_list("round", flat=True))
    twice = CoffeeSeat.objects.filter(person=merged, round__in=rounds)
    matches = list(twice.values_list("match", flat=True))
    CoffeeMatch.objects.filter(pk__in=matches, ended_at=None).update(ended_at=at)
    twice.delete()
    hand_over(CoffeeSeat.objects.all(), "person", kept=kept, merged=merged)
