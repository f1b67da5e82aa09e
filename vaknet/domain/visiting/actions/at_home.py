"""A member of a partner network knocks at a group here, comes in, and goes."""

from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record, tell_who_looks
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import FORMER, VISITOR, Actor, Audience
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import admission
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group, GroupMembership, HouseRules, JoinRequest, Mail
from vaknet.domain.groups.rules import audience_of, may_join
from vaknet.domain.networks.actions.ending import lock
from vaknet.domain.networks.models import Network, Treaty
from vaknet.domain.networks.queries import in_force
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting.actions.ending import take_name_off
from vaknet.domain.visiting.models import Opening, ShownOut, Visitor
from vaknet.domain.visiting.queries import State, still_stands, was_shown_out
from vaknet.kit.plain import plain

A_DAY = timedelta(days=1)
NEW_A_DAY = 100  # visitors of one network
LONGEST_NAME = 60
LONGEST_NETWORK = 50


@transaction.atomic
def come_in(
    *,
    network: Network,
    token: str,
    opening: Opening,
    name: str,
    headline: str,
    text: str,
    agreed_to: str,
) -> State:
    """As the group lets people in. `agreed_to`: `mark_of` the house rules that she read."""
    group = opening.group
    one_at_a_time(group.actor)
    lock(network)
    treaty = in_force(network)
    if treaty is None or not still_stands(opening, network):
        return "out"
    visitor = _visitor(treaty, token, name, headline)
    if groups_of.is_member(visitor.actor, group):
        return "in"
    if was_shown_out(visitor, group):
        return "waiting"
    rules = admission.house_rules(visitor.actor, group)
    agreed = rules.pk if rules is not None and mark_of(rules) == agreed_to else None
    if may_join(group):
        groups.join_group(visitor.actor, group=group, agreed_to=agreed, mail=Mail.NOTHING)
        return "in"
    groups.ask_to_join(visitor.actor, group=group, text=text, agreed_to=agreed, mail=Mail.NOTHING)
    return "waiting"


def mark_of(rules: HouseRules) -> str:
    """Of these very words: the number of the row would tell how many there are."""
    return sha256(rules.text.encode()).hexdigest()[:32]


def _visitor(treaty: Treaty, token: str, name: str, headline: str) -> Visitor:
    """Her network stands in her name, so that it is seen wherever her name is."""
    network = treaty.network
    shown = plain(name, LONGEST_NAME)
    if not any(character.isalnum() for character in shown):
        raise Refused(_("Say who you are."), field="name")
    said = {
        "name": f"{shown} ({plain(network.name, LONGEST_NETWORK)})",
        "headline": plain(headline, 200),
    }
    known = Visitor.objects.filter(network=network, token=token).select_related("actor").first()
    if known is not None:
        Actor.objects.filter(pk=known.actor_id).update(**said)
        return known
    # Also those who were forgotten since: their network says when that is.
    lately = Actor.objects.filter(
        Q(handle__startswith=VISITOR) | Q(handle__startswith=FORMER),
        domain=network.host.name,
        created_at__gt=now() - A_DAY,
    )
    if lately.count() >= NEW_A_DAY:
        raise Refused(_("Many people of your network knocked today. Try again tomorrow."))
    actor = Actor.objects.create(
        kind=Actor.Kind.PERSON,
        handle=VISITOR + sha256(token.encode()).hexdigest()[:24],
        domain=network.host.name,
        **said,
    )
    return Visitor.objects.create(actor=actor, network=network, treaty=treaty, token=token)


@transaction.atomic
def go_out(*, visitor: Visitor, group: Group) -> None:
    """She leaves, or does not wait any longer. Twice is once."""
    groups.leave_group(visitor.actor, group=group)
    groups.withdraw_request(visitor.actor, group=group)


@transaction.atomic
def show_out(by: Actor, *, visitor: Visitor, group: Group) -> None:
    """By a steward; nobody is told. Twice is once."""
    one_at_a_time(group.actor)
    check_steward(by, group)
    row, is_new = ShownOut.objects.get_or_create(
        treaty=visitor.treaty, token=visitor.token, group=group
    )
    seats = GroupMembership.objects.filter(group=group, actor=visitor.actor, until=None)
    if seats.update(until=now()):
        tell_who_looks("actor", visitor.actor_id)
    if is_new:
        record(by, "showed_out", row, audience=Audience.SELF, group=group.actor)


@transaction.atomic
def forget_visitor(*, visitor: Visitor) -> None:
    """She closed her account: what she said stays in the group, without her name."""
    at = now()
    one_at_a_time(visitor.actor)
    seats = GroupMembership.objects.filter(actor=visitor.actor, until=None)
    for seat in seats.select_related("group__actor"):
        record(
            visitor.actor,
            "left_group",
            seat,
            audience=audience_of(seat.group),
            group=seat.group.actor,
        )
    seats.update(until=at)
    JoinRequest.objects.filter(actor=visitor.actor).delete()
    take_name_off(visitor.actor_id)
    visitor.delete()
