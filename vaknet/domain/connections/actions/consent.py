"""Agreeing to be asked for introductions, and stopping with it."""

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections.actions.ties import lock
from vaknet.domain.connections.models import GoBetweenConsent


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
