"""Agreeing to what goes further than being a member, and stopping."""

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.models import Consent
from vaknet.domain.people.rules import FOUND_BY_PAGE

WORDS = "2026-11"
Kind = Consent.Kind
EDITIONS = {Kind.BE_FOUND: FOUND_BY_PAGE}


@transaction.atomic
def go_along(by: Actor) -> Consent:
    """Contacts who leave may take her name, role and mail address along. Twice is once."""
    return _agree(by, Kind.GO_ALONG, "agreed_to_go_along")


@transaction.atomic
def stop_going_along(by: Actor) -> None:
    """From the next archive on; what was taken along is with whoever took it."""
    _stop(by, Kind.GO_ALONG, "stopped_going_along")


@transaction.atomic
def be_found(by: Actor) -> Consent:
    """Members who have one of her mail addresses, or know the page at LinkedIn that is on her
    profile, may learn that she is here. Twice is once."""
    return _agree(by, Kind.BE_FOUND, "agreed_to_be_found")


@transaction.atomic
def stop_being_found(by: Actor) -> None:
    """Whoever found her before knows that she is here."""
    _stop(by, Kind.BE_FOUND, "stopped_being_found")


def _agree(by: Actor, kind: Kind, verb: str) -> Consent:
    one_at_a_time(by)
    consent = _open(by, kind)
    if consent is None:
        consent = Consent.objects.create(actor=by, kind=kind, text=EDITIONS.get(kind, WORDS))
        record(by, verb, consent, audience=Audience.SELF)
    return consent


def _stop(by: Actor, kind: Kind, verb: str) -> None:
    one_at_a_time(by)
    consent = _open(by, kind)
    if consent is not None:
        consent.until = timezone.now()
        consent.save(update_fields=["until"])
        record(by, verb, consent, audience=Audience.SELF)


def _open(by: Actor, kind: Kind) -> Consent | None:
    return Consent.objects.filter(actor=by, kind=kind, until=None).first()
