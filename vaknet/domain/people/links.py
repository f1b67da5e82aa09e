"""Pages of members elsewhere."""

from datetime import datetime

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import ProfileLink


def own_links(viewer: Actor) -> QuerySet[ProfileLink]:
    return ProfileLink.objects.filter(actor=viewer).order_by("pk")


def own_link(viewer: Actor, pk: int) -> ProfileLink:
    return own_links(viewer).get(pk=pk)


def handles_of(person: Actor) -> list[str]:
    """Where her page is, or was before two accounts of hers became one."""
    before = Actor.objects.filter(merged_into__kept=person).values_list("handle", flat=True)
    return [person.handle, *before]


def links_due_for_a_look(now: datetime) -> QuerySet[ProfileLink]:
    """Whoever waited longest first."""
    return ProfileLink.objects.filter(next_look_at__lte=now).order_by("next_look_at", "pk")
