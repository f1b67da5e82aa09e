"""Who may do what in a group. Membership is given, so that no rule asks the database."""

from vaknet.domain.groups.models import Group, GroupMembership


def may_join(group: Group) -> bool:
    """Who may read may join; a group that only its members read asks people itself."""
    return group.readers != Group.Readers.GROUP


def may_steward(membership: GroupMembership | None) -> bool:
    return membership is not None and membership.duty == GroupMembership.Duty.STEWARD


def may_add_member(membership: GroupMembership | None) -> bool:
    return may_steward(membership)
