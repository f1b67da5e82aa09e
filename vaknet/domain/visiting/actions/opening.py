"""A group lets members of partner networks ask to come in, or not any more."""

from secrets import token_urlsafe

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group, GroupMembership, JoinRequest
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting.models import Opening, Visitor
from vaknet.domain.visiting.queries import WAYS_IN, opening_of


@transaction.atomic
def open_to_visitors(by: Actor, *, group: Group) -> Opening:
    """By a steward. Twice is once."""
    one_at_a_time(group.actor)
    check_steward(by, group)
    known = opening_of(group)
    if known is not None:
        return known
    if group.admission not in WAYS_IN:
        raise Refused(_("Nobody can knock at this group. Change who gets in first."))
    opening = Opening.objects.create(group=group, token=token_urlsafe(16))
    record(by, "opened_to_visitors", opening, audience=audience_of(group), group=group.actor)
    return opening


@transaction.atomic
def close_to_visitors(by: Actor, *, group: Group) -> None:
    """Who visits it is out at once, and nobody waits any more. Twice is once."""
    one_at_a_time(group.actor)
    check_steward(by, group)
    opening = opening_of(group)
    if opening is None:
        return
    at = now()
    opening.until = at
    opening.save(update_fields=["until"])
    visitors = Visitor.objects.values("actor")
    GroupMembership.objects.filter(group=group, until=None, actor__in=visitors).update(until=at)
    knocks = JoinRequest.objects.filter(group=group, actor__in=visitors)
    knocks.filter(let_in_at=None, withdrawn_at=None).update(withdrawn_at=at)
    record(by, "closed_to_visitors", opening, audience=audience_of(group), group=group.actor)


def check_open_to(request: JoinRequest) -> None:
    """Before a steward lets her in: a visitor only while the group is open to visitors."""
    if request.actor.is_visitor and opening_of(request.group) is None:
        raise Refused(_("The group is for members of this network alone."))
