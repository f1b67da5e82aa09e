"""What becomes of sources when who chose them is gone, or has one account instead of two."""

from django.db import transaction

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.reading.models import Subscription


@transaction.atomic
def erase_reader(*, actor: Actor, former: Actor) -> None:
    """The group goes on reading."""
    Subscription.objects.filter(by=actor).update(by=former)


@transaction.atomic
def take_over_reading(*, kept: Actor, merged: Actor) -> None:
    hand_over(Subscription.objects.all(), "by", kept=kept, merged=merged)
