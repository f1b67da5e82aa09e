"""How groups hang together, as the one who looks may see it.

Of a tie only who may know of both groups knows.
"""

from django.db.models import Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.admission import visible_groups
from vaknet.domain.groups.models import Group, GroupTie
from vaknet.domain.groups.queries import membership, readable_groups
from vaknet.domain.groups.rules import may_steward


def standing_ties(viewer: Actor | None, group: Group) -> QuerySet[GroupTie]:
    """That both agreed to, of a group that she may know of: parts first, by name."""
    rows = _between_known(viewer).filter(Q(group=group) | Q(other=group), since__isnull=False)
    return rows.order_by("-kind", "group__actor__name", "other__actor__name", "pk")


def open_ties(viewer: Actor, group: Group) -> QuerySet[GroupTie]:
    """For its stewards: what it asked others, and what others ask it."""
    if not may_steward(membership(viewer, group)):
        return GroupTie.objects.none()
    rows = _between_known(viewer).filter(Q(group=group) | Q(other=group), since=None)
    return rows.order_by("-asked_at", "-pk")


def _between_known(viewer: Actor | None) -> QuerySet[GroupTie]:
    known = visible_groups(viewer) if viewer else readable_groups(None)
    rows = GroupTie.objects.filter(until=None, group__in=known, other__in=known)
    return rows.select_related("group__actor", "other__actor")
