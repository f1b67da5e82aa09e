"""What becomes of ties, requests and introductions when somebody leaves.

Everything of hers that goes on ends at one moment, that of her leaving. Coming back opens again
what ended at just that moment, and nothing else.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.actions.ties import lock
from vaknet.domain.connections.models import (
    Confirmation,
    Congratulation,
    Connection,
    ConnectionRequest,
    Follow,
    GoBetweenConsent,
    Introduction,
    IntroductionMessage,
    IntroductionStep,
    JobTip,
    RequestMessage,
)


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """Nobody is told: what waits for her looks taken back, and her contacts have one less."""
    lock(actor.pk)
    _ties(actor).filter(until=None).update(until=at)
    _follows(actor).filter(until=None).update(until=at)
    _confirmations(actor).filter(until=None).update(until=at)
    GoBetweenConsent.objects.filter(actor=actor, until=None).update(until=at)
    _requests(actor).filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
    _introductions(actor).filter(agreed_at=None, withdrawn_at=None).update(withdrawn_at=at)
    steps = IntroductionStep.objects.filter(go_between=actor, agreed_at=None, superseded_at=None)
    steps.filter(asked_at__isnull=False, declined_at=None).update(declined_at=at)


@transaction.atomic
def step_in_again(*, actor: Actor, at: datetime) -> None:
    """`at` is the moment of her leaving."""
    lock(actor.pk)
    _ties(actor).filter(until=at).update(until=None)
    _follows(actor).filter(until=at).update(until=None)
    _confirmations(actor).filter(until=at).update(until=None)
    GoBetweenConsent.objects.filter(actor=actor, until=at).update(until=None)
    _requests(actor).filter(withdrawn_at=at).update(withdrawn_at=None)
    _introductions(actor).filter(withdrawn_at=at).update(withdrawn_at=None)
    IntroductionStep.objects.filter(go_between=actor, declined_at=at).update(declined_at=None)


@transaction.atomic
def erase_ties(*, actor: Actor, former: Actor) -> None:
    """What she and another said to each other stays with the other, of a former member.

    Ties, follows, confirmations, and what came to nothing, are gone. So are cards, and her roles
    and search for work with all that was written to them, with the row of the actor.
    """
    _ties(actor).delete()
    _follows(actor).delete()
    _confirmations(actor).delete()
    with_nobody = Q(sender=former) | Q(recipient=former)
    _requests(actor).filter(Q(accepted_at=None) | with_nobody).delete()
    with_nobody = Q(asker=former) | Q(target=former)
    _introductions(actor).filter(Q(agreed_at=None) | with_nobody).delete()
    ConnectionRequest.objects.filter(sender=actor).update(sender=former)
    ConnectionRequest.objects.filter(recipient=actor).update(recipient=former)
    RequestMessage.objects.filter(author=actor).update(author=former)
    Introduction.objects.filter(asker=actor).update(asker=former)
    Introduction.objects.filter(target=actor).update(target=former)
    IntroductionStep.objects.filter(go_between=actor).update(go_between=former)
    IntroductionMessage.objects.filter(author=actor).update(author=former)
    JobTip.objects.filter(actor=actor).update(actor=former)
    said = Congratulation.objects.filter(actor=actor)
    said.update(actor=former, left_at=timezone.now())


def _ties(actor: Actor) -> QuerySet[Connection]:
    return Connection.objects.filter(Q(holder=actor) | Q(contact=actor))


def _follows(actor: Actor) -> QuerySet[Follow]:
    return Follow.objects.filter(Q(follower=actor) | Q(followed=actor))


def _confirmations(actor: Actor) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(Q(person=actor) | Q(by=actor))


def _requests(actor: Actor) -> QuerySet[ConnectionRequest]:
    return ConnectionRequest.objects.filter(Q(sender=actor) | Q(recipient=actor))


def _introductions(actor: Actor) -> QuerySet[Introduction]:
    return Introduction.objects.filter(Q(asker=actor) | Q(target=actor))
