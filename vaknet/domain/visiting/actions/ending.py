"""When a treaty ends, and when a member leaves: what is left of visits goes."""

from datetime import datetime, timedelta
from secrets import token_hex

from django.db import transaction

from vaknet.domain.activity.actions import hand_over, tell_who_looks
from vaknet.domain.activity.models import FORMER, Actor
from vaknet.domain.groups.models import GroupMembership, JoinRequest
from vaknet.domain.networks.models import Network
from vaknet.domain.visiting import queries
from vaknet.domain.visiting.models import Farewell, Visit

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=12)
MOST_TRIES = 30  # about two weeks


@transaction.atomic
def end_visits(*, network: Network, at: datetime) -> None:
    """Who came by a treaty that ended is out of the groups here, in which what she said stays
    without her name: nobody could take it off later.

    In the transaction that ends it, after the rows of visitors went (`networks.actions.ending`).
    """
    actors = list(queries.left_behind(network).values_list("pk", flat=True))
    GroupMembership.objects.filter(actor__in=actors, until=None).update(until=at)
    JoinRequest.objects.filter(actor__in=actors).delete()
    for actor in actors:
        take_name_off(actor)
        tell_who_looks("actor", actor)


def take_name_off(actor: int) -> None:
    """What she said stays in the group, of somebody who was there."""
    Actor.objects.filter(pk=actor).update(name="", headline="", handle=f"{FORMER}{token_hex(12)}")


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """She leaves this network: each home hears that the visitor is gone for good. Should she come
    back, she knocks there as somebody new."""
    hers = Visit.objects.filter(actor=actor)
    gone = hers.order_by().values_list("network", "treaty", "token").distinct()
    Farewell.objects.bulk_create(
        Farewell(network_id=network, treaty_id=treaty, token=token, due_at=at)
        for network, treaty, token in gone
    )
    hers.delete()


def step_in_again(*, actor: Actor, at: datetime) -> None:
    """Nothing comes back: it was told that she is gone."""


@transaction.atomic
def take_over_visits(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Two accounts of one person become one. A group that both visit she visits as the first."""
    mine = Visit.objects.filter(actor=kept, until=None).values_list("network", "group")
    for network, group in mine:
        twice = Visit.objects.filter(actor=merged, until=None, network=network, group=group)
        for visit in twice:
            say_farewell(visit, at=at)
        twice.update(until=at)
    hand_over(Visit.objects.all(), "actor", kept=kept, merged=merged)


def say_farewell(visit: Visit, *, at: datetime) -> Farewell:
    """In the transaction of who leaves: its home hears it from the clock."""
    return Farewell.objects.create(
        network=visit.network,
        treaty=visit.treaty,
        token=visit.token,
        group=visit.group,
        due_at=at,
    )


def note_farewell(*, farewell: Farewell) -> None:
    """It was heard."""
    farewell.delete()


def put_off_farewell(*, farewell: Farewell, now: datetime) -> None:
    """It was not heard: again later, and some time not any more."""
    farewell.tries += 1
    if farewell.tries >= MOST_TRIES:
        farewell.delete()
        return
    pause = min(FIRST_PAUSE * 2 ** min(farewell.tries, 10), LONGEST_PAUSE)
    farewell.due_at = now + pause
    farewell.save(update_fields=["tries", "due_at"])
