"""Groups in which nothing new is said, and where their members may go on."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group, GroupMembership, GroupSleep, GroupTie
from vaknet.domain.refusal import Refused


def sleep_of(group: Group) -> GroupSleep | None:
    return GroupSleep.objects.filter(group=group, until=None).first()


def sleeping() -> QuerySet[GroupSleep]:
    return GroupSleep.objects.filter(until=None)


def check_awake(*groups: Group) -> None:
    """Raises Refused when all of them are asleep: where one is awake it may be said."""
    asleep = sleeping().filter(group__in=groups).count()
    if groups and asleep == len(groups):
        raise Refused(_("This group is asleep: nothing new is said here. A steward can wake it."))


def taking_in(viewer: int) -> QuerySet[GroupTie]:
    """Mergers by which she may come along, out of a group that she is in."""
    seat = GroupMembership.objects.filter(group=OuterRef("group"), actor=viewer, until=None)
    mergers = GroupTie.objects.filter(kind=GroupTie.Kind.MERGER, since__isnull=False, until=None)
    return mergers.filter(Exists(seat))


def takes_in(viewer: Actor, group: Group) -> bool:
    return taking_in(viewer.pk).filter(other=group).exists()
