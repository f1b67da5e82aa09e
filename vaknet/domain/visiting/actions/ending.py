"""When a treaty ends, and when a member leaves: what is left of visits goes."""

from datetime import datetime, timedelta

from django.db import transaction

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import GroupMembership, JoinRequest
from vaknet.domain.networks.models import Network
from vaknet.domain.visiting.models import Farewell, Visit, Visitor

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=12)
MOST_TRIES = 30  # about two weeks


@transaction.atomic
def end_visits(*, network: Network, at: datetime) -> None:
    """There is no treaty any more: its members are out here, and ours there.

    What they said in a group stays in it. Of ours no row is left.
    """
    theirs = Visitor.objects.filter(network=network).values("actor")
    GroupMembership.objects.filter(actor__in=theirs, until=None).update(until=at)
    waiting = JoinRequest.objects.filter(actor__in=theirs, let_in_at=None, withdrawn_at=None)
    waiting.update(withdrawn_at=at)
    Visit.objects.filter(network=network).delete()
    Farewell.objects.filter(network=network).delete()


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """She leaves this network: each home hears that the visitor is gone for good. Should she come
    back, she knocks there as somebody new."""
    hers = Visit.objects.filter(actor=actor)
    gone = hers.order_by().values_list("network", "token").distinct()
    Farewell.objects.bulk_create(
        Farewell(network_id=network, token=token, due_at=at) for network, token in gone
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
            Farewell.objects.create(network_id=network, token=visit.token, group=group, due_at=at)
        twice.update(until=at)
    hand_over(Visit.objects.all(), "actor", kept=kept, merged=merged)


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
