"""What a group reads, as the one who looks may see it."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group, GroupDuty
from vaknet.domain.reading.models import Source, SourceItem, Subscription
from vaknet.domain.reading.rules import may_choose_sources

ITEMS_PER_PAGE = 20


def items(viewer: Actor | None, group: Group) -> QuerySet[SourceItem]:
    """Newest first, each with its source: what was in a feed since the group follows it."""
    followed = sources(viewer, group).filter(
        source=OuterRef("source"), since__lte=OuterRef("seen_at")
    )
    rows = SourceItem.objects.filter(Exists(followed.order_by()))
    return rows.select_related("source").order_by("-at", "-pk")


def sources(viewer: Actor | None, group: Group) -> QuerySet[Subscription]:
    """By title. Who chose them is nobody's business but hers."""
    seen = groups.readable_groups(viewer).filter(pk=group.pk)
    rows = Subscription.objects.filter(group__in=seen, until=None)
    return rows.select_related("source").order_by("source__title", "pk")


def may_choose(viewer: Actor | None, group: Group) -> bool:
    membership = groups.membership(viewer, group)
    if membership is None:
        return False
    duties = groups.duties_on(localdate()).filter(membership=membership.pk)
    is_editor = not membership.is_steward and duties.filter(kind=GroupDuty.Kind.EDITOR).exists()
    return may_choose_sources(membership, is_editor=is_editor)


def sources_due(now: datetime) -> QuerySet[Source]:
    """Whoever waited longest first."""
    return Source.objects.filter(next_look_at__lte=now).order_by("next_look_at", "pk")


def sources_failing(before: datetime) -> QuerySet[Source]:
    """For the operator: what some group follows and has not been read since that moment."""
    followed = Subscription.objects.filter(source=OuterRef("pk"), until=None)
    rows = Source.objects.filter(Exists(followed), failing_since__lt=before)
    return rows.order_by(F("failing_since").asc(), "pk")
