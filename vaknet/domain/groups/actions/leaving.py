"""Somebody leaves the network, comes back, or turns out to have two accounts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from vaknet.domain.activity.actions import hand_over, hand_over_once, tell_who_looks
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.actions.succession import ask_for_steward, fill_vacancy
from vaknet.domain.groups.models import (
    GroupDuty,
    GroupInvitation,
    GroupMembership,
    GroupSleep,
    GroupTie,
    HouseRulesAgreement,
    JoinRequest,
    StewardshipOffer,
)
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.groups.rules import calmest


@transaction.atomic
def step_out(*, actor: Actor, at: datetime) -> None:
    """She leaves the network: her memberships end at that moment. After a last steward others are
    asked. Where she is alone it stays as it is, for the next who joins.
    """
    mine = GroupMembership.objects.filter(actor=actor, until=None)
    left = [one.group for one in mine.select_related("group__actor").order_by("group")]
    for group in left:
        one_at_a_time(group.actor)
    mine.update(until=at)
    tell_who_looks("actor", actor.pk)
    for group in left:
        ask_for_steward(group=group, at=at)


@transaction.atomic
def step_in_again(*, actor: Actor, at: datetime) -> None:
    """She came back: what ended at the moment of her leaving goes on, also what she looked after.
    Where others were asked meanwhile and nobody said yes yet, they need not any more.
    """
    GroupMembership.objects.filter(actor=actor, until=at).update(until=None)
    hers = stewards_on(localdate()).filter(membership__actor=actor)
    for duty in hers.select_related("membership__group"):
        fill_vacancy(group=duty.membership.group)


@transaction.atomic
def erase_steward(*, actor: Actor, former: Actor) -> None:
    """What groups agreed on is theirs, and stays."""
    for column in ("asked_by", "agreed_by"):
        GroupTie.objects.filter(**{column: actor}).update(**{column: former})
    GroupSleep.objects.filter(by=actor).update(by=former)


@transaction.atomic
def take_over_memberships(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """Two accounts of one person become one. What she does with either she does with the one."""
    rows = GroupMembership.objects.all()
    same = ["group_id"]
    for older, newer in hand_over_once(rows, "actor", kept=kept, merged=merged, same=same, at=at):
        held = GroupDuty.objects.filter(membership=older, until=None).values("kind")
        coming = GroupDuty.objects.filter(membership=newer, until=None)
        coming.exclude(kind__in=held).update(membership=older)
        older.mail = calmest(older.mail, newer.mail)
        older.save(update_fields=["mail"])
    _take_over_offers(kept=kept, merged=merged)
    _take_over_requests(kept=kept, merged=merged, at=at)
    for column in ("asked_by", "agreed_by"):
        hand_over(GroupTie.objects.all(), column, kept=kept, merged=merged)
    hand_over(GroupSleep.objects.all(), "by", kept=kept, merged=merged)
    agreed = HouseRulesAgreement.objects.filter(actor=kept).values("rules")
    HouseRulesAgreement.objects.filter(actor=merged, rules__in=agreed).delete()
    hand_over(HouseRulesAgreement.objects.all(), "actor", kept=kept, merged=merged)


def _take_over_offers(*, kept: Actor, merged: Actor) -> None:
    offers = StewardshipOffer.objects.filter(accepted_at=None, declined_at=None, until=None)
    asked = offers.filter(actor=kept).values("group")
    offers.filter(actor=merged, group__in=asked).delete()
    hand_over(StewardshipOffer.objects.all(), "actor", kept=kept, merged=merged)


def _take_over_requests(*, kept: Actor, merged: Actor, at: datetime) -> None:
    """What both wait for the other one waits for no longer. Nobody invites herself, and who is in
    a group is neither invited into it nor knocks at it.
    """
    knocks = JoinRequest.objects.filter(let_in_at=None, withdrawn_at=None, reply="")
    asked = GroupInvitation.objects.filter(accepted_at=None, withdrawn_at=None)
    both: tuple[tuple[QuerySet[Any], str], ...] = ((knocks, "actor"), (asked, "invited"))
    for rows, column in both:
        mine = rows.filter(**{column: kept}).values("group")
        rows.filter(**{column: merged}, group__in=mine).update(withdrawn_at=at)
    hand_over(JoinRequest.objects.all(), "actor", kept=kept, merged=merged)
    for column in ("invited", "by"):
        hand_over(GroupInvitation.objects.all(), column, kept=kept, merged=merged)
    asked.filter(invited=kept, by=F("invited")).update(withdrawn_at=at)
    seats = GroupMembership.objects.filter(actor=kept, until=None).values("group")
    for rows, column in both:
        rows.filter(**{column: kept}, group__in=seats).update(withdrawn_at=at)
