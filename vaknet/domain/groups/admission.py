"""How a group lets people in: what is seen from outside, its rules, who knocks, who is invited."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.asleep import sleep_of, takes_in, taking_in
from vaknet.domain.groups.models import (
    Group,
    GroupDuty,
    GroupInvitation,
    HouseRules,
    HouseRulesAgreement,
    JoinRequest,
)
from vaknet.domain.groups.queries import duties_on, listed, membership, readable_groups
from vaknet.domain.groups.rules import may_join, may_knock, may_steward
from vaknet.domain.people.apart import is_apart

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Agreed(TypedDict):
        is_agreed: bool

    RulesOfOne = WithAnnotations[HouseRules, _Agreed]


@dataclass(frozen=True)
class Entrance:
    """How somebody who is not in a group gets in, or what she waits for. `refused`: in words."""

    way: Literal["invited", "waiting", "refused", "join", "knock", "shut", "asleep"]
    rules: "RulesOfOne | None"
    invitation: GroupInvitation | None = None
    request: JoinRequest | None = None

    @property
    def is_one_click(self) -> bool:
        """There is nothing to read, and nobody to ask."""
        return self.way == "join" and self.rules is None


def entrance(viewer: Actor, group: Group) -> Entrance:
    held = house_rules(viewer, group)
    if sleep_of(group) is not None:
        return Entrance("asleep", held)
    if invitation := my_invitation(viewer, group):
        return Entrance("invited", held, invitation=invitation)
    if may_join(group) or takes_in(viewer, group):
        return Entrance("join", held)
    if request := my_request(viewer, group):
        return Entrance("refused" if request.reply else "waiting", held, request=request)
    return Entrance("knock" if may_knock(group) else "shut", held)


def visible_groups(viewer: Actor) -> QuerySet[Group]:
    """The one rule of who knows that a group is there: who may read it, every member when it is
    not hidden, whom it invites, and who may go on in it. Guests know of what they read, and of
    nothing else.
    """
    return Group.objects.filter(
        ~Q(admission=Group.Admission.HIDDEN)
        | Q(pk__in=readable_groups(viewer).values("pk"))
        | Exists(_invitations_to(viewer.pk).filter(group=OuterRef("pk")))
        | Exists(taking_in(viewer.pk).filter(other=OuterRef("pk")))
    )


def visible_group(viewer: Actor, handle: str) -> Group:
    """Raises Group.DoesNotExist for one that is not there and for one she may not know of."""
    rows = visible_groups(viewer).select_related("actor")
    return rows.get(actor__handle=handle, actor__domain="")


def _invitations_to(viewer: int) -> QuerySet[GroupInvitation]:
    """Those she can still accept; who invited her is not kept apart from her."""
    rows = GroupInvitation.objects.filter(
        invited=viewer, accepted_at=None, declined_at=None, withdrawn_at=None
    )
    return rows.exclude(is_apart(viewer, "by"))


def groups_to_choose(viewer: Actor, *, text: str = "") -> QuerySet[Group]:
    """All that she may know of, by name, with `is_mine`, `is_readable`, and the number of members
    that she may see; of a group that she may not read that number is nobody's business.
    """
    readable = readable_groups(viewer).filter(pk=OuterRef("pk"))
    return listed(viewer, visible_groups(viewer), text).annotate(is_readable=Exists(readable))


def my_invitations(viewer: Actor) -> QuerySet[GroupInvitation]:
    rows = _invitations_to(viewer.pk).select_related("group__actor", "by")
    return rows.order_by("-at", "-pk")


def my_invitation(viewer: Actor, group: Group) -> GroupInvitation | None:
    return my_invitations(viewer).filter(group=group).first()


def duties(viewer: Actor, group: Group) -> QuerySet[GroupDuty]:
    """Who looks after a group that she may know of, stewards first, without whom she is kept apart
    from. From outside only the stewards are seen.
    """
    rows = duties_on(localdate()).filter(membership__group=group)
    rows = rows.filter(
        Q(membership__group__in=readable_groups(viewer))
        | Q(membership__group__in=visible_groups(viewer), kind=GroupDuty.Kind.STEWARD)
    )
    rows = rows.exclude(is_apart(viewer.pk, "membership__actor"))
    return rows.select_related("membership__actor").order_by("-kind", "since", "pk")


def house_rules(viewer: Actor | None, group: Group) -> "RulesOfOne | None":
    """Those that hold now, with `is_agreed`: whether she agreed to these very words."""
    rows = _RULES(group=group.pk, viewer=viewer.pk if viewer else 0)
    return next((one for one in rows if one.text), None)


def _rules(group: int, viewer: int) -> "QuerySet[RulesOfOne]":
    mine = HouseRulesAgreement.objects.filter(rules=OuterRef("pk"), actor=viewer)
    rows = HouseRules.objects.filter(group=group).annotate(is_agreed=Exists(mine))
    return rows.order_by("-since", "-pk")[:1]


_RULES = Frozen(_rules)


def my_request(viewer: Actor, group: Group) -> JoinRequest | None:
    """Her last one, as long as it is open to her or was answered in words. A silent no is open."""
    rows = JoinRequest.objects.filter(actor=viewer, group=group)
    last = rows.order_by("-at", "-pk").first()
    gone = last is None or last.let_in_at is not None or last.withdrawn_at is not None
    return None if gone else last


def requests_waiting(viewer: Actor, group: Group) -> QuerySet[JoinRequest]:
    """For a steward: who knocks, the longest first, without whom she is kept apart from."""
    if not may_steward(membership(viewer, group)):
        return JoinRequest.objects.none()
    rows = JoinRequest.objects.filter(
        group=group, let_in_at=None, declined_at=None, withdrawn_at=None
    )
    rows = rows.exclude(is_apart(viewer.pk, "actor"))
    return rows.select_related("actor", "group__actor").order_by("at", "pk")


def invitations_sent(viewer: Actor, group: Group) -> QuerySet[GroupInvitation]:
    """For a steward: who was invited and did not accept. A silent no is open to her."""
    if not may_steward(membership(viewer, group)):
        return GroupInvitation.objects.none()
    rows = GroupInvitation.objects.filter(group=group, accepted_at=None, withdrawn_at=None)
    rows = rows.exclude(is_apart(viewer.pk, "invited"))
    return rows.select_related("invited", "by", "group__actor").order_by("-at", "-pk")
