"""Who looks for coffee, as plain values for the engine."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.coffee import rules
from vaknet.domain.coffee.models import CoffeeSeat, CoffeeWish, Often
from vaknet.domain.coffee.queries import met_since
from vaknet.domain.connections.models import Connection
from vaknet.domain.people.models import Block, Closure, Mute, Profile, ProfilePart, Role
from vaknet.domain.people.visibility import is_narrowed
from vaknet.engine.pairing import Person, Wish


def wishes_of_round(often: Often, today: date) -> QuerySet[CoffeeWish]:
    """Who may be drawn: here still, not skipping this one, and not at a table that waits."""
    left = Closure.objects.filter(actor=OuterRef("person"), until=None)
    rows = CoffeeWish.objects.filter(~Exists(left), often=often, until=None)
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    rows = rows.filter(Q(snoozed_until=None) | Q(snoozed_until__lt=today))
    rows = rows.filter(person__account__is_active=True)
    if often == Often.ONCE:
        seated = CoffeeSeat.objects.filter(person=OuterRef("person"), match__ended_at=None)
        rows = rows.filter(~Exists(seated.filter(round__drawn_at__gte=OuterRef("since"))))
    return rows.select_related("person", "place").order_by("person")


def people(wishes: Iterable[CoffeeWish], *, now: datetime) -> list[Person]:
    """Six statements, however many they are."""
    by_person = {wish.person_id: wish for wish in wishes}
    ids = [*by_person]
    apart, met, knows = _apart(ids), _met(now), _contacts(ids)
    trades, employers = _trades(ids), _employers(ids, now.date())
    return [
        Person(
            id=pk,
            place=(wish.place.latitude, wish.place.longitude) if wish.place else None,
            reach=wish.reach,
            days=(now - wish.person.created_at).days,
            trades=frozenset(trades[pk]),
            employers=frozenset(employers[pk]),
            network=wish.person.domain,
            wishes=frozenset(map(Wish, wish.wishes)),
            mentors=wish.mentors,
            parts=frozenset(wish.parts),
            apart=frozenset(apart[pk]),
            met=frozenset(met[pk]),
            knows=frozenset(knows[pk]),
            first=wish.first_since is not None,
        )
        for pk, wish in by_person.items()
    ]


def _apart(ids: list[int]) -> dict[int, set[int]]:
    """Who blocked or muted whom: neither is brought to the other."""
    found: dict[int, set[int]] = defaultdict(set)
    blocks = Block.objects.filter(actor__in=ids, other__in=ids, until=None)
    mutes = Mute.objects.filter(actor__in=ids, other__in=ids, until=None)
    for person, other in [
        *blocks.values_list("actor_id", "other_id"),
        *mutes.values_list("actor_id", "other_id"),
    ]:
        found[person].add(other)
    return found


def _contacts(ids: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    ties = Connection.objects.filter(holder__in=ids, contact__in=ids, until=None)
    for person, other in ties.values_list("holder_id", "contact_id"):
        found[person].add(other)
    return found


def _met(now: datetime) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for person, other in met_since(now - rules.NOT_AGAIN):
        if person != other:
            found[person].add(other)
    return found


def _trades(ids: list[int]) -> dict[int, set[int]]:
    """By the ISCO-08 unit group of her occupation, where she shows it to all. What somebody calls
    her work in her own words says nothing of whether two do the same."""
    rows = Profile.objects.filter(actor__in=ids, occupation__isnull=False)
    rows = rows.exclude(is_narrowed(ProfilePart.PROFESSION))
    found: dict[int, set[int]] = defaultdict(set)
    for person, isco in rows.values_list("actor_id", "occupation__isco"):
        found[person].add(int(isco))
    return found


def _employers(ids: list[int], today: date) -> dict[int, set[int]]:
    """Where each works, shown or not: colleagues do not need us to meet."""
    rows = Role.objects.filter(
        Q(until=None) | Q(until__gte=today),
        Q(since=None) | Q(since__lte=today),
        actor__in=ids,
        kind=Role.Kind.WORK,
        organisation__isnull=False,
    )
    found: dict[int, set[int]] = defaultdict(set)
    for person, organisation in rows.values_list("actor_id", "organisation__pk"):
        found[person].add(organisation)
    return found
