"""Whether somebody may know who applied: a hint to herself alone, never a reason by itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.queries import are_connected
from vaknet.domain.people.models import Role

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.applications import ReadApplication


@dataclass(frozen=True)
class Hint:
    is_contact: bool
    works_with_her: bool

    def __bool__(self) -> bool:
        return self.is_contact or self.works_with_her


def hint_for(viewer: Actor, application: "ReadApplication") -> Hint:
    """From what she may know anyhow: her contacts, and where both say they work now."""
    now = Q(until=None) | Q(until__gt=localdate())
    roles = Role.objects.filter(now, organisation__isnull=False)
    hers = roles.filter(actor=viewer).values("organisation")
    person = application.person
    together = roles.filter(actor=person, organisation__in=hers).exists()
    return Hint(is_contact=are_connected(viewer, person), works_with_her=together)
