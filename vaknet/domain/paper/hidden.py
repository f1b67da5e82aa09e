"""A member on paper is there for her group, and for nobody else unless she said so."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.paper.models import PaperMember
from vaknet.domain.people import apart


def hidden_from(viewer: int) -> QuerySet[PaperMember, Any]:
    hers = GroupMembership.objects.filter(actor=OuterRef("actor"), until=None)
    shared = hers.filter(group__memberships__actor=viewer, group__memberships__until=None)
    rows = PaperMember.objects.filter(until=None, shown_since=None)
    return rows.exclude(actor=viewer).exclude(Exists(shared))


apart.KEPT_TO_FEW.append(hidden_from)
