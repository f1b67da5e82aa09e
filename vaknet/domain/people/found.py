"""Who may be found by one of her mail addresses: only members who agreed to that."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.addresses import people_at
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import Consent


def found_by_mail(viewer: Actor, emails: Collection[str]) -> QuerySet[Actor]:
    """By name. Of an address of nobody, of a member who did not agree, and of one kept apart the
    answer is the same: none. One statement, so that their number does not tell either."""
    found = people_at({email.lower() for email in emails if email})
    return _findable(viewer).filter(pk__in=found)


def found_before(viewer: Actor, ids: Collection[int]) -> QuerySet[Actor]:
    """Of those found a moment ago, who still may be."""
    return _findable(viewer).filter(pk__in=ids)


def _findable(viewer: Actor) -> QuerySet[Actor]:
    kind = Consent.Kind.BE_FOUND
    agreed = Consent.objects.filter(actor=OuterRef("pk"), kind=kind, until=None)
    people = Actor.objects.filter(Exists(agreed), kind=Actor.Kind.PERSON, account__is_active=True)
    return people.exclude(pk=viewer.pk).exclude(is_apart(viewer.pk)).order_by("name", "pk")
