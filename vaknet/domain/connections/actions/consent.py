"""Agreeing to be asked for introductions, to whom not, and stopping with it."""

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections.actions.ties import lock
from vaknet.domain.connections.models import Connection, GoBetweenConsent, GoBetweenExcept


@transaction.atomic
def agree_to_be_go_between(by: Actor) -> GoBetweenConsent:
    lock(by.pk)
    consent = GoBetweenConsent.objects.filter(actor=by, until=None).first()
    if consent is None:
        consent = GoBetweenConsent.objects.create(actor=by)
        record(by, "agreed_to_be_go_between", consent, audience=Audience.SELF)
    return consent


@transaction.atomic
def stop_being_go_between(by: Actor) -> None:
    """No new route runs through this person. What she was asked already she may still answer."""
    lock(by.pk)
    consent = GoBetweenConsent.objects.filter(actor=by, until=None).first()
    if consent is not None:
        consent.until = timezone.now()
        consent.save(update_fields=["until"])
        record(by, "stopped_being_go_between", consent, audience=Audience.SELF)


@transaction.atomic
def keep_out_of_reach(by: Actor, *, contact: Actor) -> GoBetweenExcept:
    """Nobody is introduced to this contact through her. What she was asked she may still answer.

    Raises Connection.DoesNotExist for anybody else.
    """
    lock(by.pk)
    Connection.objects.get(holder=by, contact=contact, until=None)
    row = GoBetweenExcept.objects.filter(actor=by, contact=contact, until=None).first()
    if row is None:
        row = GoBetweenExcept.objects.create(actor=by, contact=contact)
        record(by, "kept_out_of_reach", row, audience=Audience.SELF)
    return row


@transaction.atomic
def let_be_reached(by: Actor, *, contact: Actor) -> None:
    """Again, after `keep_out_of_reach`. Twice is once."""
    lock(by.pk)
    row = GoBetweenExcept.objects.filter(actor=by, contact=contact, until=None).first()
    if row is not None:
        row.until = timezone.now()
        row.save(update_fields=["until"])
        record(by, "let_be_reached", row, audience=Audience.SELF)
