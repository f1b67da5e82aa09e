"""Blocking somebody, and what that closes."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.actions.ties import current, end_connection, lock
from vaknet.domain.connections.models import (
    Confirmation,
    ConnectionRequest,
    Follow,
    Introduction,
    IntroductionStep,
)
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Block


@transaction.atomic
def part_from(by: Actor, *, other: Actor) -> Block:
    """Block somebody, and end all that these two have or wait for. Twice is once."""
    lock(by.pk, other.pk)
    row = people.block(by, other=other)
    if current(by, other) is not None:
        end_connection(by, contact=other)
    close_between(by, [other.pk], at=timezone.now())
    return row


def close_between(by: Actor, others: Collection[int], *, at: datetime) -> None:
    """Close all that she and these others follow of, or wait for with, one another.

    They notice as little as can be: what they asked looks as open to them as after a no.
    """
    follows = Q(follower=by, followed__in=others) | Q(followed=by, follower__in=others)
    Follow.objects.filter(follows, until=None).update(until=at)
    confirmed = Q(person=by, by__in=others) | Q(by=by, person__in=others)
    Confirmation.objects.filter(confirmed, until=None).update(until=at)
    requests = ConnectionRequest.objects.filter(accepted_at=None, withdrawn_at=None)
    requests.filter(sender=by, recipient__in=others).update(withdrawn_at=at)
    requests.filter(recipient=by, sender__in=others, declined_at=None).update(declined_at=at)
    asked = Introduction.objects.filter(agreed_at=None, withdrawn_at=None)
    asked.filter(asker=by, target__in=others).update(withdrawn_at=at)
    asked.filter(target=by, asker__in=others, declined_at=None).update(declined_at=at)
    _close_steps(by, others, at)


def _close_steps(by: Actor, others: Collection[int], at: datetime) -> None:
    """Between a go-between and either of the two who would meet; the way goes no farther there.

    As a no, so that an asker who has no part in the block sees nothing of it.
    """
    steps = IntroductionStep.objects.filter(agreed_at=None, declined_at=None, superseded_at=None)
    steps.filter(introduction__asker=by, go_between__in=others).update(superseded_at=at)
    hers = Q(introduction__asker__in=others) | Q(introduction__target__in=others)
    no = Q(hers, go_between=by) | Q(introduction__target=by, go_between__in=others)
    steps.filter(no).update(declined_at=at)
