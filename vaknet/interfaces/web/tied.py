"""What another group is to the one on the page, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaknet.domain.groups.models import Group, GroupTie

Kind = GroupTie.Kind
# What the other one is to the group that stands on the page: when it asked, and when it was asked.
SAID: dict[tuple[str, bool], Promise] = {
    (Kind.PART, True): _("Part of"),
    (Kind.PART, False): _("Sub-group"),
    (Kind.ALLIANCE, True): _("Alliance with"),
    (Kind.ALLIANCE, False): _("Alliance with"),
    (Kind.MERGER, True): _("Goes on in"),
    (Kind.MERGER, False): _("Came along"),
}
# What the other one asks of it, and waits for.
ASKS: dict[str, Promise] = {
    Kind.PART: _("Would like to be a sub-group:"),
    Kind.ALLIANCE: _("Would like an alliance:"),
    Kind.MERGER: _("Would like to go on in this group:"),
}


@dataclass(frozen=True)
class TieRow:
    """Seen from one of the two. `is_asking`: it waits for the other one."""

    tie: GroupTie
    said: Promise
    other: Group
    is_asking: bool


def rows_of(group: Group, found: list[GroupTie]) -> list[TieRow]:
    return [
        TieRow(tie, _said(tie, is_ours), tie.other if is_ours else tie.group, is_ours)
        for tie in found
        for is_ours in [tie.group_id == group.pk]
    ]


def _said(tie: GroupTie, is_ours: bool) -> Promise:
    if tie.since is None and not is_ours:
        return ASKS[tie.kind]
    return SAID[tie.kind, is_ours]
