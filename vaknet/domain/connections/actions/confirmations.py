"""Confirming what a contact knows, and coming back to that from either side. Nobody is mailed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import queries, rules
from vaknet.domain.connections.actions.ties import lock
from vaknet.domain.connections.models import Confirmation, Connection
from vaknet.domain.people.actions import add_known_topic, remove_known_topic
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.people.models import KnownTopic
from vaknet.domain.refusal import Refused

LONGEST = 120


@transaction.atomic
def confirm(by: Actor, *, topic: KnownTopic, where: str) -> Confirmation:
    """Twice is once. Raises KnownTopic.DoesNotExist when it is not shown to her as a contact.

    What the owner did not show stays so when it is withdrawn and said again.
    """
    if not rules.may_confirm(by, topic):
        raise Refused(_("Others confirm what you know. You cannot do that yourself."))
    where = required_line(
        where,
        limit=LONGEST,
        field="where",
        missing=_("Fill in where you saw this. Then it says something."),
    )
    lock(by.pk, topic.actor_id)
    topic = queries.topic_to_confirm(by, topic.actor, topic.pk)
    before = _of_claim(topic.actor, topic.text).filter(by=by).order_by("-since", "-pk").first()
    if before is not None and before.until is None:
        return before
    row = Confirmation.objects.create(
        person=topic.actor,
        by=by,
        text=topic.text,
        where=where,
        since=timezone.now(),
        hidden_at=before.hidden_at if before is not None else None,
    )
    record(by, "confirmed", row, audience=Audience.PARTIES)
    return row


@transaction.atomic
def withdraw_confirmation(by: Actor, *, confirmation: Confirmation) -> None:
    """Silently. Twice is once. Raises Confirmation.DoesNotExist when it is not hers."""
    row = _locked(confirmation, by=by)
    if row.until is None:
        row.until = timezone.now()
        row.save(update_fields=["until"])
        record(by, "withdrew_confirmation", row, audience=Audience.SELF)


@transaction.atomic
def hide_confirmation(by: Actor, *, confirmation: Confirmation) -> None:
    """Whoever confirmed is not told. Raises Confirmation.DoesNotExist when it is not about her."""
    row = _locked(confirmation, person=by)
    if row.hidden_at is None:
        row.hidden_at = timezone.now()
        row.save(update_fields=["hidden_at"])
        record(by, "hid_confirmation", row, audience=Audience.SELF)


@transaction.atomic
def show_confirmation(by: Actor, *, confirmation: Confirmation) -> None:
    """Come back to hiding it. Raises Confirmation.DoesNotExist when it is not about her."""
    row = _locked(confirmation, person=by)
    if row.hidden_at is not None:
        row.hidden_at = None
        row.save(update_fields=["hidden_at"])
        record(by, "showed_confirmation", row, audience=Audience.SELF)


@transaction.atomic
def take_topic_off(by: Actor, *, topic: KnownTopic) -> datetime:
    """She says it no longer, so nobody confirms it any more. The moment brings both back."""
    lock(by.pk)
    at = timezone.now()
    remove_known_topic(by, topic=topic)
    _of_claim(by, topic.text).filter(until=None).update(until=at)
    return at


@transaction.atomic
def put_topic_back(by: Actor, *, text: str, at: datetime) -> KnownTopic:
    """As it was at that moment, but for who is no contact any more or has said so anew."""
    lock(by.pk)
    topic = add_known_topic(by, text=text)
    known = Connection.objects.filter(holder=by, contact=OuterRef("by"), until=None)
    claim = _of_claim(by, topic.text)
    anew = claim.filter(until=None).values("by")
    claim.filter(Exists(known), until=at).exclude(by__in=anew).update(until=None)
    return topic


def _of_claim(person: Actor, text: str) -> QuerySet[Confirmation]:
    """What was ever confirmed of these words. PostgreSQL lowers both sides, as its index does."""
    rows = Confirmation.objects.filter(person=person).alias(claim=Lower("text"))
    return rows.filter(claim=Lower(Value(text)))


def _locked(confirmation: Confirmation, **whose: Actor) -> Confirmation:
    return Confirmation.objects.select_for_update().get(pk=confirmation.pk, **whose)
