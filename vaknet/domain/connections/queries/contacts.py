"""Whom somebody knows, and who asked to know whom."""

from collections.abc import Collection

from django.db import connection as database
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import rules
from vaknet.domain.connections.models import (
    Connection,
    ConnectionRequest,
    GoBetweenConsent,
    GoBetweenExcept,
    RequestMessage,
)
from vaknet.domain.frozen import Frozen
from vaknet.domain.people.apart import are_apart, ids_apart, name_only
from vaknet.domain.people.models import Consent


def contacts(viewer: Actor | None) -> QuerySet[Actor]:
    """One's own contacts, newest first, with `since`, `note` and `headline_then` of the tie."""
    if viewer is None:
        return Actor.objects.none()
    return (
        Actor.objects.filter(contact_of__holder=viewer, contact_of__until=None)
        .annotate(
            since=F("contact_of__since"),
            note=F("contact_of__note"),
            headline_then=F("contact_of__contact_headline"),
        )
        .order_by("-since", "-pk")
    )


def contacts_among(viewer: Actor, ids: Collection[int]) -> set[int]:
    """Which of these people she knows."""
    return set(_CONTACTS_AMONG(viewer=viewer.pk, ids=list(ids)))


def _contacts_among(viewer: int, ids: list[int]) -> QuerySet[Connection, int]:
    ties = Connection.objects.filter(holder=viewer, contact__any_of=ids, until=None)
    return ties.values_list("contact_id", flat=True)


def contacts_who_go_along(viewer: Actor) -> QuerySet[Actor]:
    """Contacts who agreed that she takes their name, role and mail address, by name."""
    agreed = Consent.objects.filter(actor=OuterRef("pk"), kind=Consent.Kind.GO_ALONG, until=None)
    return contacts(viewer).filter(Exists(agreed)).select_related("account").order_by("name", "pk")


def connection_with(viewer: Actor | None, contact: Actor) -> Connection:
    """The tie as the viewer holds it; raises Connection.DoesNotExist if there is none."""
    found = _CONNECTION(viewer=viewer.pk, contact=contact.pk) if viewer else []
    if not found:
        raise Connection.DoesNotExist
    return found[0]


def are_connected(a: Actor, b: Actor) -> bool:
    return Connection.objects.filter(holder=a, contact=b, until=None).exists()


def requests_waiting(viewer: Actor | None) -> QuerySet[ConnectionRequest]:
    """Requests to the viewer that she has not decided on, newest first."""
    return (
        _requests()
        .filter(recipient=viewer, accepted_at=None, declined_at=None, withdrawn_at=None)
        .order_by("-asked_at", "-pk")
    )


def requests_sent(viewer: Actor | None) -> list[ConnectionRequest]:
    """Requests by the viewer that are open as far as she can see, newest first."""
    if viewer is None:
        return []
    rows = list(
        _requests()
        .filter(sender=viewer, accepted_at=None, withdrawn_at=None)
        .order_by("-asked_at", "-pk")
    )
    apart = ids_apart(viewer)
    for row in rows:
        if row.recipient_id in apart:
            row.recipient = name_only(row.recipient)
    return rows


def request(viewer: Actor | None, pk: int) -> ConnectionRequest:
    """Raises ConnectionRequest.DoesNotExist, also for what the viewer has no part in."""
    found = _requests().get(pk=pk)
    if viewer is None or not rules.may_see_request(viewer, found):
        raise ConnectionRequest.DoesNotExist
    if are_apart(found.sender, found.recipient):
        if viewer.pk != found.sender_id or not rules.is_open_to_sender(found):
            raise ConnectionRequest.DoesNotExist
        found.recipient = name_only(found.recipient)
    return found


def request_between(viewer: Actor | None, other: Actor) -> ConnectionRequest | None:
    """The open request between these two, whoever asked: as the viewer sees it."""
    if viewer is None:
        return None
    return next(iter(_REQUEST_BETWEEN(viewer=viewer.pk, other=other.pk)), None)


def _connection(viewer: int, contact: int) -> QuerySet[Connection]:
    return Connection.objects.filter(holder=viewer, contact=contact, until=None)


def _request_between(viewer: int, other: int) -> QuerySet[ConnectionRequest]:
    """Hers first: of a declined one she knows nothing, and it is still open to its sender."""
    sent = Q(sender=viewer, recipient=other)
    received = Q(sender=other, recipient=viewer, declined_at=None)
    rows = ConnectionRequest.objects.filter(sent | received, accepted_at=None, withdrawn_at=None)
    is_hers = Case(When(sender=viewer, then=0), default=1)
    return rows.select_related("sender", "recipient").order_by(is_hers, "-asked_at", "-pk")[:1]


_CONNECTION = Frozen(_connection)
_CONTACTS_AMONG = Frozen(_contacts_among)
_REQUEST_BETWEEN = Frozen(_request_between)


def _requests() -> QuerySet[ConnectionRequest]:
    """With both people and the words exchanged: three statements for a whole page."""
    messages = RequestMessage.objects.select_related("author")
    return ConnectionRequest.objects.select_related("sender", "recipient").prefetch_related(
        Prefetch("messages", messages)
    )


def is_go_between(viewer: Actor | None) -> bool:
    return viewer is not None and GoBetweenConsent.objects.filter(actor=viewer, until=None).exists()


def out_of_reach(viewer: Actor) -> QuerySet[Actor]:
    """Contacts to whom nobody comes through her, by name. They do not know of it."""
    tie = Connection.objects.filter(holder=viewer, contact=OuterRef("contact"), until=None)
    kept = GoBetweenExcept.objects.filter(Exists(tie), actor=viewer, until=None)
    return Actor.objects.filter(pk__in=kept.values("contact")).order_by("name", "pk")


def is_out_of_reach(viewer: Actor, contact: Actor) -> bool:
    return GoBetweenExcept.objects.filter(actor=viewer, contact=contact, until=None).exists()


def needs_me_count(viewer: Actor | None) -> int:
    """How many requests and introductions wait for the viewer: one statement, for every page."""
    if viewer is None:
        return 0
    with database.cursor() as cursor:
        cursor.execute(NEEDS_ME, {"viewer": viewer.pk})
        (count,) = cursor.fetchone()
    return int(count)


NEEDS_ME = """
select (
    select count(*) from connections_connectionrequest
    where recipient_id = %(viewer)s
      and accepted_at is null and declined_at is null and withdrawn_at is null
) + (
    select count(*)
    from connections_introductionstep step
    join connections_introduction whole on whole.id = step.introduction_id
    where step.go_between_id = %(viewer)s and step.asked_at is not null
      and step.agreed_at is null and step.declined_at is null and step.superseded_at is null
      and whole.agreed_at is null and whole.withdrawn_at is null
) + (
    select count(*) from connections_introduction
    where target_id = %(viewer)s and proposed_at is not null
      and agreed_at is null and declined_at is null and withdrawn_at is null
)
"""
