"""Who may do what with a journal. What somebody does for the group is given: no rule asks."""

from collections.abc import Collection

from vaknet.domain.groups.models import GroupDuty, GroupMembership
from vaknet.domain.journal.models import Issue, Pitch

FEWEST_ITEMS = 3  # an issue of less than this is none
EDITING = frozenset({GroupDuty.Kind.STEWARD, GroupDuty.Kind.EDITOR})


def may_edit(duties: Collection[str]) -> bool:
    """Also start a journal, say when it comes out, and stop it."""
    return not EDITING.isdisjoint(duties)


def may_pitch(membership: GroupMembership | None) -> bool:
    return membership is not None


def is_published(issue: Issue) -> bool:
    return issue.published_at is not None


def is_waiting(pitch: Pitch) -> bool:
    return pitch.taken_at is None and pitch.thanked_at is None
