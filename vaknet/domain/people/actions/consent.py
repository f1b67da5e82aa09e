"""Agreeing that contacts who leave take one's name, role and mail address along; and stopping."""

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.models import Consent

WORDS = "2026-11"


@transaction.atomic
def go_along(by: Actor) -> Consent:
    """Twice is once."""
    one_at_a_time(by)
    consent = _open(by)
    if consent is None:
        consent = Consent.objects.create(actor=by, kind=Consent.Kind.GO_ALONG, text=WORDS)
        record(by, "agreed_to_go_along", consent, audience=Audience.SELF)
    return consent


@transaction.atomic
def stop_going_along(by: Actor) -> None:
    """From the next archive on; what was taken along is with whoever took it."""
    one_at_a_time(by)
    consent = _open(by)
    if consent is not None:
        consent.until = timezone.now()
        consent.save(update_fields=["until"])
        record(by, "stopped_going_along", consent, audience=Audience.SELF)


def _open(by: Actor) -> Consent | None:
    return Consent.objects.filter(actor=by, kind=Consent.Kind.GO_ALONG, until=None).first()
