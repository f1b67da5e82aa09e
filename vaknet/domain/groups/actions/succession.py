"""A group outlives its founder: when its last steward is gone, others are asked."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import queries, succession
from vaknet.domain.groups.models import Group, GroupDuty, GroupMembership, StewardshipOffer
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.refusal import Refused


@transaction.atomic
def ask_for_steward(*, group: Group, at: datetime) -> None:
    """Unless there is one, or people who were asked have time to answer."""
    one_at_a_time(group.actor)
    if succession.stewards(group).exists():
        return
    since = at - succession.ANSWER_WITHIN
    if succession.open_offers(group).filter(at__gt=since).exists():
        return
    for membership in succession.candidates(group, at):
        offer = StewardshipOffer.objects.create(group=group, actor=membership.actor, at=at)
        record(membership.actor, "was_asked_as_steward", offer, audience=Audience.SELF)


def ask_for_stewards(*, at: datetime) -> None:
    """For the clock: also where a term ended, or nobody of those that were asked said yes."""
    for group in succession.groups_without_steward():
        ask_for_steward(group=group, at=at)


@transaction.atomic
def accept_stewardship(by: Actor, *, group: Group) -> None:
    """The first who says yes is it; accepting twice is accepting once."""
    one_at_a_time(group.actor)
    membership = queries.membership(by, group)
    if membership is not None and membership.is_steward:
        return
    held = succession.my_offer(by, group)
    if membership is None or held is None:
        raise Refused(_("Somebody else looks after this group now."))
    held.accepted_at = now()
    held.save(update_fields=["accepted_at"])
    _make_steward(by, membership)


@transaction.atomic
def name_steward(*, group: str, handle: str) -> bool:
    """For the operator, by the addresses of both: of a group without a steward, somebody in it."""
    held = succession.groups_without_steward().filter(actor__handle=group).first()
    if held is None:
        return False
    one_at_a_time(held.actor)
    seats = GroupMembership.objects.filter(group=held, until=None, actor__handle=handle)
    membership = seats.select_related("actor", "group").first()
    if membership is None:
        return False
    _make_steward(membership.actor, membership)
    return True


def _make_steward(by: Actor, membership: GroupMembership) -> None:
    group = membership.group
    before = GroupDuty.objects.filter(membership=membership, kind=GroupDuty.Kind.STEWARD)
    before.filter(until=None).update(until=now())
    duty = GroupDuty.objects.create(membership=membership, kind=GroupDuty.Kind.STEWARD)
    fill_vacancy(group=group)
    record(by, "became_steward", duty, audience=audience_of(group), group=group.actor)


def fill_vacancy(*, group: Group) -> None:
    """There is a steward: who else was asked need not answer, and may be asked another time."""
    rows = StewardshipOffer.objects.filter(group=group, accepted_at=None, until=None)
    rows.update(until=now())


@transaction.atomic
def decline_stewardship(by: Actor, *, group: Group) -> None:
    """Nobody is told; when all said no, the next are asked. Declining twice is declining once."""
    one_at_a_time(group.actor)
    held = succession.my_offer(by, group)
    if held is None:
        return
    held.declined_at = now()
    held.save(update_fields=["declined_at"])
    record(by, "declined_stewardship", held, audience=Audience.SELF)
    ask_for_steward(group=group, at=now())
