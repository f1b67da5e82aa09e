"""Joining and leaving groups."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.actions import record, record_many, tell_who_looks
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import asleep, queries, rules
from vaknet.domain.groups.actions.house_rules import agree_to_house_rules
from vaknet.domain.groups.actions.succession import ask_for_steward
from vaknet.domain.groups.models import (
    Group,
    GroupInvitation,
    GroupMembership,
    JoinRequest,
    Mail,
)
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.refusal import Refused


@transaction.atomic
def join_group(
    by: Actor, *, group: Group, agreed_to: int | None = None, mail: str = Mail.ISSUE
) -> GroupMembership:
    """Become a member; joining twice is joining once. `agreed_to`: the house rules she read.
    `mail`: what she wants to get from the group.
    """
    one_at_a_time(group.actor)
    known = queries.membership(by, group)
    if known is not None:
        return known
    if not rules.may_join(group) and not asleep.takes_in(by, group):
        raise Refused(_("This group asks people itself. Talk to one of its stewards."))
    agree_to_house_rules(by, group=group, rules=agreed_to)
    return enter(by, group=group, mail=mail)


def enter(actor: Actor, *, group: Group, mail: str) -> GroupMembership:
    """Inside the transaction of the action that lets her in, which has the group to itself. What
    was open about it is done.
    """
    asleep.check_awake(group)
    GroupMembership.objects.bulk_create(
        [GroupMembership(group=group, actor=actor, mail=mail, gathered_until=now())],
        ignore_conflicts=True,
    )
    entered = GroupMembership.objects.get(group=group, actor=actor, until=None)
    record(actor, "joined_group", entered, audience=audience_of(group), group=group.actor)
    hers = JoinRequest.objects.filter(actor=actor, group=group, let_in_at=None, withdrawn_at=None)
    hers.update(withdrawn_at=now())
    invited = GroupInvitation.objects.filter(invited=actor, group=group, withdrawn_at=None)
    invited.filter(accepted_at=None).update(accepted_at=now())
    return entered


@transaction.atomic
def leave_group(by: Actor, *, group: Group) -> None:
    """Leave; leaving twice is leaving once. After the last steward others are asked."""
    one_at_a_time(group.actor)
    mine = queries.membership(by, group)
    if mine is None:
        return
    mine.until = now()
    mine.save(update_fields=["until"])
    record(by, "left_group", mine, audience=audience_of(group), group=group.actor)
    tell_who_looks("actor", by.pk)
    ask_for_steward(group=group, at=now())


@transaction.atomic
def enter_many(
    *, group: Group, actors: Iterable[Actor], since: datetime, mail: str = Mail.ISSUE
) -> None:
    """Bring the members of a group along from elsewhere. Nobody is told."""
    known = set(
        GroupMembership.objects.filter(group=group, until=None).values_list("actor", flat=True)
    )
    new = [actor for actor in actors if actor.pk not in known]
    entered = GroupMembership.objects.bulk_create(
        [GroupMembership(group=group, actor=actor, since=since, mail=mail) for actor in new],
        batch_size=2_000,
    )
    record_many(
        "joined_group",
        [(row.actor, row.pk, since) for row in entered],
        kind=GroupMembership,
        audience=audience_of(group),
        group=group.actor,
    )
