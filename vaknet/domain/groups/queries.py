"""Groups, as the one who looks may see them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import Group, GroupDuty, GroupMembership
from vaknet.domain.people.apart import is_apart

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Shared(TypedDict):
        is_mine: bool
        is_steward: bool

    GroupOfOne = WithAnnotations[Group, _Shared]
    from vaknet.domain.groups.models import MembershipOfOne

GROUPS_OF_ONE = 12
FACES = 6
NEWCOMERS = 8


def readable_groups(viewer: Actor | None) -> QuerySet[Group]:
    """The one rule of who reads what; every question, answer and count goes through it.

    What all members read is not for who is a member of another network: she reads as a guest, and
    the groups that let her in.
    """
    public = Q(readers=Group.Readers.PUBLIC)
    if viewer is None:
        return Group.objects.filter(public)
    mine = Exists(_membership_of(viewer.pk))
    is_here = Exists(Actor.objects.filter(pk=viewer.pk, domain=""))
    return Group.objects.filter(public | Q(is_here, readers=Group.Readers.MEMBERS) | mine)


def _membership_of(actor: int) -> QuerySet[GroupMembership]:
    """Of that person, in the group of the row around."""
    return GroupMembership.objects.filter(group=OuterRef("pk"), actor=actor, until=None)


def listed(viewer: Actor, rows: QuerySet[Group], text: str) -> QuerySet[Group]:
    """By name, with `is_mine`, and `member_count` of whom she may see: a count of one more than the
    list would tell that somebody is kept from her.
    """
    current = GroupMembership.objects.filter(group=OuterRef("pk"), until=None).order_by()
    seen = current.exclude(is_apart(viewer.pk, "actor"))
    members = seen.values("group").annotate(count=Count("pk")).values("count")
    rows = rows.select_related("actor").annotate(
        member_count=Coalesce(Subquery(members), 0),
        is_mine=Exists(_membership_of(viewer.pk)),
    )
    if text:
        rows = rows.filter(Q(actor__name__icontains=text) | Q(purpose__icontains=text))
    return rows.order_by("actor__name", "pk")


def groups_of(viewer: Actor, actor: Actor) -> "list[GroupOfOne]":
    """Whose groups the viewer may read: membership of another is nobody's business.

    Each with whether she `is_steward`, `member_since`, and `is_mine`: first those they share.
    """
    return _GROUPS_OF(viewer=viewer.pk, actor=actor.pk, today=localdate())


def _groups_of(viewer: int, actor: int, today: date) -> "QuerySet[GroupOfOne]":
    theirs = readable_groups(Actor(pk=viewer)).filter(
        memberships__actor=actor, memberships__until=None
    )
    theirs = theirs.annotate(
        is_steward=Exists(stewards_on(today).filter(membership=OuterRef("memberships"))),
        member_since=F("memberships__since"),
        is_mine=Exists(_membership_of(viewer)),
    )
    return theirs.select_related("actor").order_by("-is_mine", "actor__name")[:GROUPS_OF_ONE]


_GROUPS_OF = Frozen(_groups_of)


def my_groups(viewer: Actor) -> QuerySet[Group]:
    mine = GroupMembership.objects.filter(actor=viewer, until=None).values("group")
    return Group.objects.filter(pk__in=mine).select_related("actor").order_by("actor__name", "pk")


def shared_groups(viewer: Actor, person: Actor) -> QuerySet[Group]:
    """Groups that both are in."""
    return my_groups(viewer).filter(Exists(_membership_of(person.pk)))


def group(viewer: Actor | None, handle: str) -> Group:
    """Raises Group.DoesNotExist for one that is not there and for one she may not read."""
    found = _GROUP(viewer=viewer, handle=handle)
    if not found:
        raise Group.DoesNotExist
    return found[0]


def _group(viewer: Actor | None, handle: str) -> QuerySet[Group]:
    rows = readable_groups(viewer).select_related("actor")
    return rows.filter(actor__handle=handle, actor__domain="")


_GROUP = Frozen(_group)


def membership(viewer: Actor | None, group: Group) -> "MembershipOfOne | None":
    if viewer is None:
        return None
    found = _MEMBERSHIP(viewer=viewer.pk, group=group.pk, today=localdate())
    return next(iter(found), None)


def _membership(viewer: int, group: int, today: date) -> "QuerySet[MembershipOfOne]":
    rows = GroupMembership.objects.filter(group=group, actor=viewer, until=None)
    return rows.annotate(is_steward=_is_steward(today))


def duties_on(today: date) -> QuerySet[GroupDuty]:
    """Those that count on this day: of who is in the group, not given back, within their term."""
    in_term = Q(until_on=None) | Q(until_on__gte=today)
    return GroupDuty.objects.filter(in_term, until=None, membership__until=None)


def stewards_on(today: date) -> QuerySet[GroupDuty]:
    return duties_on(today).filter(kind=GroupDuty.Kind.STEWARD)


def _is_steward(today: date) -> Exists:
    return Exists(stewards_on(today).filter(membership=OuterRef("pk")))


_MEMBERSHIP = Frozen(_membership)


def is_member(actor: Actor, group: Group) -> bool:
    return membership(actor, group) is not None


def members(viewer: Actor | None, group: Group) -> QuerySet[GroupMembership]:
    """Stewards first, then the longest membership, without whom she is kept apart from.

    Guests see no members of any group.
    """
    if viewer is None:
        return GroupMembership.objects.none()
    return _members(viewer, group, localdate())


def _members(viewer: Actor, group: Group, today: date) -> "QuerySet[MembershipOfOne]":
    rows = _seats(viewer, group).annotate(is_steward=_is_steward(today))
    return rows.select_related("actor").order_by("-is_steward", "since", "pk")


def _seats(viewer: Actor, group: Group) -> QuerySet[GroupMembership]:
    rows = GroupMembership.objects.filter(
        group=group, group__in=readable_groups(viewer), until=None
    )
    return rows.exclude(is_apart(viewer.pk, "actor"))


def member_count(viewer: Actor, group: Group) -> int:
    """Of whom she may see."""
    return next(iter(_COUNT(viewer=viewer.pk, group=group.pk)), 0)


def _count(viewer: int, group: int) -> "QuerySet[GroupMembership, int]":
    rows = _seats(Actor(pk=viewer), Group(pk=group)).order_by().values("group")
    return rows.annotate(count=Count("pk")).values_list("count", flat=True)


_COUNT = Frozen(_count)


def newcomers(
    viewer: Actor | None, group: Group, since: datetime, until: datetime
) -> list[GroupMembership]:
    """Who joined between these moments and is there still, in that order. Guests see nobody."""
    if viewer is None:
        return []
    return _NEWCOMERS(viewer=viewer.pk, group=group.pk, since=since, until=until)


def _newcomers(
    viewer: int, group: int, since: datetime, until: datetime
) -> QuerySet[GroupMembership]:
    rows = _seats(Actor(pk=viewer), Group(pk=group)).filter(since__gt=since, since__lte=until)
    return rows.select_related("actor").order_by("since", "pk")[:NEWCOMERS]


_NEWCOMERS = Frozen(_newcomers)


def faces(viewer: Actor | None, group: Group) -> "list[MembershipOfOne]":
    """The first of its members."""
    return _FACES(viewer=viewer.pk, group=group.pk, today=localdate()) if viewer else []


def _faces(viewer: int, group: int, today: date) -> "QuerySet[MembershipOfOne]":
    return _members(Actor(pk=viewer), Group(pk=group), today)[:FACES]


_FACES = Frozen(_faces)
