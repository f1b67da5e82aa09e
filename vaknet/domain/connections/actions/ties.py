"""The tie itself: both rows of a pair, always together."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections.models import (
    Confirmation,
    Connection,
    ConnectionRequest,
    Introduction,
)
from vaknet.domain.people.apart import are_apart
from vaknet.domain.people.models import Role
from vaknet.domain.people.visibility import is_narrowed


def lock(*people: int) -> None:
    """Wait for whatever else these people are deciding.

    Two people may ask, accept and end at the same moment, from two sides; a pair that has no row
    yet has nothing else to lock. Always before any other row, and in one order, so that nobody
    waits for ever. `no_key` lets others go on pointing at these actors meanwhile.
    """
    locking = Actor.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(locking.order_by("pk").values_list("pk"))


def lock_to_meet(by: Actor, other: Actor) -> None:
    """The lock for two who are to meet. Raises Actor.DoesNotExist when they are kept apart."""
    lock(by.pk, other.pk)
    if are_apart(by, other):
        raise Actor.DoesNotExist


def current(holder: Actor, contact: Actor) -> Connection | None:
    return Connection.objects.filter(holder=holder, contact=contact, until=None).first()


def roles_now(people: Iterable[int] | None = None) -> dict[int, str]:
    """What these people are today, or everybody: all that members may see, work first."""
    today = timezone.localdate()
    rows = Role.objects.filter(Q(since=None) | Q(since__lte=today))
    rows = rows.filter(Q(until=None) | Q(until__gte=today))
    rows = rows.exclude(is_narrowed(OuterRef("kind"))).order_by("-kind", "-since", "pk")
    if people is not None:
        rows = rows.filter(actor__in=people)
    found: dict[int, list[str]] = {}
    for actor, title, place in rows.values_list("actor_id", "title", "organisation__name"):
        found.setdefault(actor, []).append(f"{title}, {place}" if place else title)
    return {actor: "\n".join(lines) for actor, lines in found.items()}


def connect(a: Actor, b: Actor, *, note: str, at: datetime) -> None:
    """Write both rows, and close what the two still had open.

    The caller locked the pair. They are no contacts yet: what is open between two is closed here.
    """
    fresh = {person.pk: person for person in Actor.objects.filter(pk__in=(a.pk, b.pk))}
    roles = roles_now(fresh)
    Connection.objects.bulk_create(
        Connection(
            holder=holder,
            contact=contact,
            since=at,
            note=note,
            contact_headline=fresh[contact.pk].headline,
            contact_roles=roles.get(contact.pk, ""),
        )
        for holder, contact in ((a, b), (b, a))
    )
    between = Q(sender=a, recipient=b) | Q(sender=b, recipient=a)
    ConnectionRequest.objects.filter(between, accepted_at=None, withdrawn_at=None).update(
        accepted_at=at, declined_at=None
    )
    asked = Q(asker=a, target=b) | Q(asker=b, target=a)
    Introduction.objects.filter(asked, agreed_at=None, withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def end_connection(by: Actor, *, contact: Actor) -> Connection:
    """End it for both, quietly, with what they confirmed of each other.

    Raises Connection.DoesNotExist if there is none.
    """
    lock(by.pk, contact.pk)
    mine = Connection.objects.get(holder=by, contact=contact, until=None)
    now = timezone.now()
    pair = Q(holder=by, contact=contact) | Q(holder=contact, contact=by)
    Connection.objects.filter(pair, until=None).update(until=now)
    confirmed = Q(person=by, by=contact) | Q(person=contact, by=by)
    Confirmation.objects.filter(confirmed, until=None).update(until=now)
    mine.until = now
    record(by, "ended_connection", mine, audience=Audience.SELF)
    return mine
