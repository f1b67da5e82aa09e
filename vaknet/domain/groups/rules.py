"""Who may do what in a group. Membership is given, so that no rule asks the database."""

from typing import TYPE_CHECKING

from vaknet.domain.activity.models import Audience
from vaknet.domain.groups.models import Group, JoinRequest, Mail

if TYPE_CHECKING:
    from vaknet.domain.groups.models import MembershipOfOne


def audience_of(group: Group) -> Audience:
    """Who may know of what happens in this group."""
    return {
        Group.Readers.PUBLIC: Audience.PUBLIC,
        Group.Readers.MEMBERS: Audience.MEMBERS,
        Group.Readers.GROUP: Audience.GROUP,
    }[Group.Readers(group.readers)]


def may_join(group: Group) -> bool:
    """At once, without asking anybody."""
    return group.admission == Group.Admission.OPEN


def may_knock(group: Group) -> bool:
    return group.admission == Group.Admission.REQUEST


def may_steward(membership: "MembershipOfOne | None") -> bool:
    return membership is not None and membership.is_steward


def is_waiting(request: JoinRequest) -> bool:
    """For a steward to answer."""
    moments = (request.let_in_at, request.declined_at, request.withdrawn_at)
    return all(moment is None for moment in moments)


def calmest(*chosen: str) -> str:
    """Of what somebody said that she gets from a group: with it she never gets more than asked."""
    return max(chosen, key=lambda one: list(Mail).index(Mail(one)))


def fit_together(readers: str, admission: str) -> bool:
    """A group that anybody can join keeps nothing to itself, and a hidden one all."""
    if readers == Group.Readers.GROUP:
        return admission != Group.Admission.OPEN
    return admission != Group.Admission.HIDDEN


_FROM_FEW_TO_MANY = (Group.Readers.GROUP, Group.Readers.MEMBERS, Group.Readers.PUBLIC)


def is_wider(readers: str, than: str) -> bool:
    order = _FROM_FEW_TO_MANY
    return order.index(Group.Readers(readers)) > order.index(Group.Readers(than))


def opens_up(group: Group, readers: str, admission: str) -> bool:
    """Whether others would come to read it, or to know of it, than when people joined."""
    hidden = Group.Admission.HIDDEN
    return is_wider(readers, than=group.readers) or (
        group.admission == hidden and admission != hidden
    )
