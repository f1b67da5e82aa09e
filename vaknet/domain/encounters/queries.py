"""Whom she met, for herself."""

from datetime import datetime
from itertools import cycle
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection
from vaknet.domain.encounters import rules
from vaknet.domain.encounters.models import Encounter, Welcome
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.events.queries import who_comes
from vaknet.domain.people.apart import is_apart

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Seen(TypedDict):
        is_contact: bool

    SeenEncounter = WithAnnotations[Encounter, _Seen]


def encounters(viewer: Actor) -> "QuerySet[SeenEncounter]":
    """Hers alone, without who is kept apart. Whether the other says so too is hers to keep."""
    tie = Connection.objects.filter(holder=viewer, contact=OuterRef("other"), until=None)
    rows = Encounter.objects.filter(person=viewer).exclude(is_apart(viewer.pk, "other"))
    rows = rows.annotate(is_contact=Exists(tie))
    return rows.select_related("other", "event").order_by("other__name", "pk")


def whom_i_met(viewer: Actor, event: Event) -> "list[SeenEncounter]":
    return list(encounters(viewer).filter(event=event))


def encounter(viewer: Actor, pk: int) -> "SeenEncounter":
    """Raises Encounter.DoesNotExist for what is not hers."""
    return encounters(viewer).get(pk=pk)


def to_say(viewer: Actor, event: Event, *, text: str = "") -> QuerySet[Registration]:
    """Of who came and agreed to be seen, whom she said nothing of yet; with `text` those whose name
    has it."""
    said = Encounter.objects.filter(event=event, person=viewer).values("other")
    rows = who_comes(viewer, event).exclude(person=viewer).exclude(person__in=said)
    return rows.filter(person__name__icontains=text) if text else rows


def welcome(viewer: Actor, event: Event) -> Welcome | None:
    """Hers."""
    return Welcome.objects.filter(event=event, person=viewer, until=None).first()


def is_new(person: Actor, now: datetime) -> bool:
    return person.created_at > now - rules.NEW


def who_welcomes(viewer: Actor, event: Event, *, now: datetime) -> Actor | None:
    """Who welcomes her, when she is new and agreed to be seen; the same one until the day."""
    return next((host for new, host in _pairs(viewer, event, now) if new == viewer), None)


def newcomers(viewer: Actor, event: Event, *, now: datetime) -> list[Actor]:
    """Whom she welcomes; names of who comes are for who is seen herself."""
    if not who_comes(viewer, event).filter(person=viewer).exists():
        return []
    return [new for new, host in _pairs(viewer, event, now) if host == viewer]


def _pairs(viewer: Actor, event: Event, now: datetime) -> list[tuple[Actor, Actor]]:
    """Each newcomer with one who welcomes, in turn, in the order in which they came. Of whom she
    may not see neither stands there."""
    seated = Registration.objects.filter(event=event, cancelled_at=None, seated_at__isnull=False)
    listed = seated.filter(person__isnull=False, listed_since__isnull=False)
    listed = listed.exclude(is_apart(viewer.pk, "person"))
    hosts = Welcome.objects.filter(event=event, until=None).exclude(is_apart(viewer.pk, "person"))
    hosts = hosts.filter(Exists(seated.filter(person=OuterRef("person"))))
    welcoming = [row.person for row in hosts.select_related("person").order_by("pk")]
    if not welcoming:
        return []
    fresh = Q(person__created_at__gt=now - rules.NEW)
    new = listed.filter(fresh).exclude(person__in=welcoming).select_related("person")
    people = [row.person for row in new.order_by("pk") if row.person is not None]
    return list(zip(people, cycle(welcoming), strict=False))
