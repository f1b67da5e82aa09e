"""Asking to know each other, and the answers to that."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import rules
from vaknet.domain.connections.actions.ties import connect, current, lock, lock_to_meet
from vaknet.domain.connections.actions.words import own_words
from vaknet.domain.connections.models import Connection, ConnectionRequest, RequestMessage
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


@transaction.atomic
def request_connection(by: Actor, *, recipient: Actor, note: str) -> ConnectionRequest:
    """Ask with a note. Whoever asks somebody who asked her is connected at once.

    Asked again within the rest after a no, the request is kept but the recipient is not bothered:
    to the sender it looks like any other, because it is declined from the start.
    """
    if not rules.may_meet(by, recipient):
        raise Refused(_("You cannot connect with yourself. Choose a fellow professional."))
    note = own_words(
        note, field="note", missing=_("Write a short note. Say why you want to connect.")
    )
    lock_to_meet(by, recipient)
    waiting = _open_between(by, recipient)
    if waiting is not None and waiting.note == note:
        return waiting
    _refuse_double(by, recipient, waiting)
    now = timezone.now()
    crossing = _open_between(recipient, by)
    if crossing is None:
        _refuse_too_many(by, now)
    request = ConnectionRequest.objects.create(
        sender=by,
        recipient=recipient,
        note=note,
        asked_at=now,
        declined_at=now if _rests(by, recipient, now) else None,
    )
    record(by, "requested_connection", request, audience=Audience.PARTIES)
    if crossing is not None:
        connect(by, recipient, note=crossing.note, at=now)
        record(by, "accepted_request", crossing, audience=Audience.PARTIES)
        request.refresh_from_db()
    return request


def _open_between(sender: Actor, recipient: Actor) -> ConnectionRequest | None:
    return ConnectionRequest.objects.filter(
        sender=sender, recipient=recipient, accepted_at=None, withdrawn_at=None
    ).first()


def _refuse_double(by: Actor, recipient: Actor, waiting: ConnectionRequest | None) -> None:
    name = {"name": recipient.name}
    if current(by, recipient) is not None:
        raise Refused(_("You and %(name)s already know each other.") % name)
    if waiting is not None:
        raise Refused(_("You already asked %(name)s. Wait for an answer, or withdraw.") % name)


def _refuse_too_many(by: Actor, now: datetime) -> None:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = ConnectionRequest.objects.filter(sender=by, asked_at__gte=midnight).count()
    if today >= rules.REQUESTS_A_DAY:
        raise Refused(
            _("You asked %(count)d people to connect today. Tomorrow you can ask again.")
            % {"count": rules.REQUESTS_A_DAY}
        )


def _rests(by: Actor, recipient: Actor, now: datetime) -> bool:
    return ConnectionRequest.objects.filter(
        sender=by, recipient=recipient, declined_at__gte=now - rules.REST_AFTER_NO
    ).exists()


def _locked(by: Actor, request: ConnectionRequest) -> ConnectionRequest:
    """The request as it is now; who has no part in it finds nothing."""
    lock(request.sender_id, request.recipient_id)
    fresh = ConnectionRequest.objects.select_related("sender", "recipient").get(pk=request.pk)
    if by.pk not in (fresh.sender_id, fresh.recipient_id):
        raise ConnectionRequest.DoesNotExist
    return fresh


def _no_longer_open() -> Refused:
    return Refused(_("This request is no longer open. You do not need to do anything."))


@transaction.atomic
def reply_to_request(by: Actor, *, request: ConnectionRequest, text: str) -> RequestMessage:
    """A few words before deciding, from either side."""
    text = own_words(text, field="text", missing=_("Write a few words, then send."))
    request = _locked(by, request)
    if not rules.may_reply_to_request(by, request):
        raise _no_longer_open()
    if request.messages.count() >= rules.MESSAGES_PER_EXCHANGE:
        raise Refused(_("You two wrote a lot already. Decide, or talk to each other."))
    latest = request.messages.last()
    if latest is not None and (latest.author_id, latest.text) == (by.pk, text):
        return latest
    message = RequestMessage.objects.create(
        request=request, author=by, text=text, at=timezone.now()
    )
    record(by, "replied_to_request", message, audience=Audience.PARTIES)
    return message


@transaction.atomic
def accept_request(by: Actor, *, request: ConnectionRequest) -> Connection:
    request = _locked(by, request)
    if by.pk == request.recipient_id and request.accepted_at is not None:
        known = current(by, request.sender)
        if known is not None:
            return known
    apart = are_apart(request.sender, request.recipient)
    if apart or not rules.may_accept_request(by, request):
        raise _no_longer_open()
    connect(by, request.sender, note=request.note, at=timezone.now())
    record(by, "accepted_request", request, audience=Audience.PARTIES)
    return Connection.objects.get(holder=by, contact=request.sender, until=None)


@transaction.atomic
def decline_request(by: Actor, *, request: ConnectionRequest) -> ConnectionRequest:
    """Silent: nothing that the sender can see changes, and nobody is told."""
    request = _locked(by, request)
    if by.pk == request.recipient_id and request.declined_at is not None:
        return request
    if not rules.may_decline_request(by, request):
        raise _no_longer_open()
    request.declined_at = timezone.now()
    request.save(update_fields=["declined_at"])
    record(by, "declined_request", request, audience=Audience.SELF)
    return request


@transaction.atomic
def withdraw_request(by: Actor, *, request: ConnectionRequest) -> ConnectionRequest:
    request = _locked(by, request)
    if by.pk == request.sender_id and request.withdrawn_at is not None:
        return request
    if not rules.may_withdraw_request(by, request):
        raise _no_longer_open()
    request.withdrawn_at = timezone.now()
    request.save(update_fields=["withdrawn_at"])
    record(by, "withdrew_request", request, audience=Audience.PARTIES)
    return request
