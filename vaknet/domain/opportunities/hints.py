"""Whether somebody may know who applied: a hint to herself alone, never a reason by itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.queries import are_connected
from vaknet.domain.people.models import Role
from vaknet.domain.people.visibility import is_kept_to_herself, is_narrowed

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
    today, person = localdate(), application.person
    is_contact = are_connected(viewer, person)
    rows = Role.objects.filter(kind=Role.Kind.WORK, organisation__isnull=False)
    rows = rows.filter(Q(since=None) | Q(since__lte=today), Q(until=None) | Q(until__gt=today))
    hers = rows.filter(actor=viewer).values("organisation")
    kept = is_kept_to_herself(Role.Kind.WORK) if is_contact else is_narrowed(Role.Kind.WORK)
    together = rows.filter(actor=person, organisation__in=hers).exclude(kept).exists()
    return Hint(is_contact=is_contact, works_with_her=together)
