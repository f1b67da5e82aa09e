"""A group lets members of partner networks ask to come in, or not any more."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.rules import chance
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group, GroupMembership, JoinRequest
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.networks.actions.ending import lock
from vaknet.domain.networks.models import Network
from vaknet.domain.networks.queries import in_force
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting.models import Opening, OpenTo, Visitor
from vaknet.domain.visiting.queries import WAYS_IN, open_to, opening_of


@transaction.atomic
def open_to_visitors(by: Actor, *, group: Group, networks: Iterable[Network]) -> Opening:
    """By a steward, to members of these networks and no others: who visits from another is out.
    Twice is once."""
    one_at_a_time(group.actor)
    check_steward(by, group)
    if group.admission not in WAYS_IN:
        raise Refused(_("Nobody can knock at this group. Change who gets in first."))
    treaties = _treaties_with(networks)
    if not treaties:
        raise Refused(_("Choose at least one network."))
    opening = opening_of(group)
    if opening is None:
        opening = Opening.objects.create(group=group, token=chance())
    named = set(opening.open_to.values_list("treaty", flat=True))
    if named == treaties:
        return opening
    opening.open_to.exclude(treaty__in=treaties).delete()
    OpenTo.objects.bulk_create(
        OpenTo(opening=opening, treaty_id=treaty) for treaty in sorted(treaties - named)
    )
    _let_out(Visitor.objects.exclude(treaty__in=treaties), group, now())
    record(by, "opened_to_visitors", opening, audience=audience_of(group), group=group.actor)
    return opening


def _treaties_with(networks: Iterable[Network]) -> set[int]:
    """Of those in force, which stay so until the end of this transaction."""
    found = set()
    for network in sorted(networks, key=lambda network: network.pk):
        lock(network)
        treaty = in_force(network)
        if treaty is not None:
            found.add(treaty.pk)
    return found


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
    _let_out(Visitor.objects.all(), group, at)
    record(by, "closed_to_visitors", opening, audience=audience_of(group), group=group.actor)


def _let_out(visitors: QuerySet[Visitor], group: Group, at: datetime) -> None:
    actors = visitors.values("actor")
    GroupMembership.objects.filter(group=group, until=None, actor__in=actors).update(until=at)
    knocks = JoinRequest.objects.filter(group=group, actor__in=actors)
    knocks.filter(let_in_at=None, withdrawn_at=None).update(withdrawn_at=at)


def check_open_to(request: JoinRequest) -> None:
    """Before a steward lets her in: a visitor only while the group is open to her network."""
    if not request.actor.is_visitor:
        return
    visitor = Visitor.objects.select_related("network").filter(actor=request.actor).first()
    if visitor is None or not open_to(visitor.network).filter(group=request.group).exists():
        raise Refused(_("The group is not open to visitors of that network any more."))
