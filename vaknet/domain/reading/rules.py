"""Who may say what a group reads. Membership is given: no rule asks the database."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaknet.domain.groups.models import MembershipOfOne


def may_choose_sources(membership: "MembershipOfOne | None", *, is_editor: bool) -> bool:
    """A steward or an editor."""
    return membership is not None and (membership.is_steward or is_editor)
