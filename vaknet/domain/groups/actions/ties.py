"""Groups that belong together: one asks, the other agrees, either may end it.

A merger moves nobody and nothing. What was said stays where it was said, for who could read it;
people decide themselves whether they come along (docs/decisions/0043).
"""

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import asleep, queries, rules
from vaknet.domain.groups.actions.sleep import fall_asleep
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group, GroupTie
from vaknet.domain.refusal import Refused

Kind = GroupTie.Kind


@transaction.atomic
def ask_tie(by: Actor, *, group: Group, other: Group, kind: str) -> GroupTie:
    """`other`: a group that she may know of. Asking twice is asking once; who looks after both
    agrees with herself.
    """
    _lock(group, other)
    check_steward(by, group)
    if kind not in Kind.values:
        raise Refused(_("Choose what the groups are to each other."), field="kind")
    _check_fit(group, other, Kind(kind))
    tie, is_new = GroupTie.objects.get_or_create(
        group=group,
        other=other,
        kind=kind,
        until=None,
        defaults={"asked_by": by},
    )
    if is_new:
        record(by, "asked_tie", tie, audience=Audience.PARTIES)
    if tie.since is None and rules.may_steward(queries.membership(by, other)):
        return agree_tie(by, tie=tie)
    return tie


def _check_fit(group: Group, other: Group, kind: Kind) -> None:
    if group == other:
        raise Refused(_("Choose another group."), field="handle")
    standing = GroupTie.objects.filter(until=None, since__isnull=False)
    if kind == Kind.PART:
        is_whole = Q(kind=Kind.PART, other=group)
        is_part = Q(kind=Kind.PART, group=other) | Q(kind=Kind.PART, group=group) & ~Q(other=other)
        if standing.filter(is_whole | is_part).exists():
            raise Refused(_("A sub-group is part of one group, and has none itself."))
    if kind == Kind.MERGER and asleep.sleep_of(other) is not None:
        raise Refused(_("That group is asleep. Choose one that is awake."), field="handle")


@transaction.atomic
def agree_tie(by: Actor, *, tie: GroupTie) -> GroupTie:
    """For a steward of the group that is asked. Twice is once."""
    held = _held(tie)
    check_steward(by, held.other)
    if held.until is not None:
        raise Refused(_("This was taken back."))
    if held.since is not None:
        return held
    _check_fit(held.group, held.other, Kind(held.kind))
    held.agreed_by, held.since = by, now()
    held.save(update_fields=["agreed_by", "since"])
    record(by, "agreed_tie", held, audience=Audience.PARTIES)
    if held.kind == Kind.MERGER:
        fall_asleep(by, group=held.group)
    return held


@transaction.atomic
def end_tie(by: Actor, *, tie: GroupTie) -> None:
    """Taken back, declined or over: a steward of either, and nobody is told. Twice is once.

    The group of a merger stays asleep until a steward wakes it.
    """
    held = _held(tie)
    seats = (queries.membership(by, group) for group in (held.group, held.other))
    if not any(rules.may_steward(seat) for seat in seats):
        raise Refused(_("Only a steward of the group can do this."))
    if held.until is None:
        held.until = now()
        held.save(update_fields=["until"])
        record(by, "ended_tie", held, audience=Audience.PARTIES)


def _held(tie: GroupTie) -> GroupTie:
    _lock(tie.group, tie.other)
    rows = GroupTie.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("group__actor", "other__actor").get(pk=tie.pk)


def _lock(*groups: Group) -> None:
    """In one order, whoever asks whom."""
    for group in sorted(groups, key=lambda one: one.pk):
        one_at_a_time(group.actor)
