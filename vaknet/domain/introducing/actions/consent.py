"""Agreeing to be found by partner networks, by each of them apart, and stopping that."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.introducing import queries
from vaknet.domain.introducing.models import FindableAcross, FindableBy, ShownToPartner
from vaknet.domain.networks.models import Network
from vaknet.domain.refusal import Refused

SHOWS = ("knows", "organisation", "place")


@transaction.atomic
def agree_to_be_found(
    by: Actor,
    *,
    agreed_to: str,
    shows: Collection[str],
    offered: Collection[Network],
    chosen: Collection[Network],
) -> FindableAcross:
    """Members of the networks that she chose can find her, and see what she ticked. Said anew it is
    another choice; the same choice twice is once.

    `offered`: those that she could choose from. Of others nothing changes.
    """
    one_at_a_time(by)
    if not agreed_to:
        raise Refused(
            _("Members of partner networks then see you. Tick the box if you agree."),
            field="agrees",
        )
    _choose(by, offered, {network.pk for network in chosen})
    ticked = {f"shows_{name}": name in shows for name in SHOWS}
    standing = _standing(by)
    if standing is not None:
        same = all(getattr(standing, name) == value for name, value in ticked.items())
        if same and standing.text == agreed_to:
            return standing
        standing.until = timezone.now()
        standing.save(update_fields=["until"])
    agreed = FindableAcross.objects.create(actor=by, text=agreed_to, **ticked)
    record(by, "agreed_to_be_found_across", agreed, audience=Audience.SELF)
    return agreed


@transaction.atomic
def stop_being_found(by: Actor) -> None:
    """At once, by all of them: what partners were told of her before leads nowhere any more, also
    when she agrees again. Twice is once."""
    one_at_a_time(by)
    now, standing = timezone.now(), _standing(by)
    if standing is not None:
        FindableBy.objects.filter(actor=by, until=None).update(until=now)
        kill_tokens(by, at=now)
        standing.until = now
        standing.save(update_fields=["until"])
        record(by, "stopped_being_found_across", standing, audience=Audience.SELF)


@transaction.atomic
def keep_from(by: Actor, *, network: Network) -> None:
    """That network does not find her any more, and brings her nothing. Twice is once."""
    one_at_a_time(by)
    now = timezone.now()
    chose = FindableBy.objects.filter(actor=by, network=network, until=None).first()
    if chose is not None:
        kill_tokens(by, at=now, network=network)
        chose.until = now
        chose.save(update_fields=["until"])
        record(by, "kept_from_partner", chose, audience=Audience.SELF)


def kill_tokens(actor: Actor, *, at: datetime, network: Network | None = None) -> None:
    """For good. In the transaction of her act; without a network those of all partners."""
    rows = ShownToPartner.objects.filter(actor=actor, used_at=None)
    (rows if network is None else rows.filter(network=network)).update(used_at=at)


def _choose(by: Actor, offered: Collection[Network], chosen: set[int]) -> None:
    before = queries.findable_by_networks(by)
    for network in offered:
        if network.pk not in chosen:
            keep_from(by, network=network)
        elif network.pk not in before:
            chose = FindableBy.objects.create(actor=by, network=network)
            record(by, "let_partner_find", chose, audience=Audience.SELF)


def _standing(by: Actor) -> FindableAcross | None:
    """Also when she agreed to other words than those of now."""
    return FindableAcross.objects.filter(actor=by, until=None).first()
