"""Agreeing to be found by partner networks, and keeping away from one of them."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.introducing import queries
from vaknet.domain.introducing.models import FindableAcross, KeptFromPartner
from vaknet.domain.networks.models import Network
from vaknet.domain.refusal import Refused

SHOWS = ("knows", "organisation", "place")


@transaction.atomic
def agree_to_be_found(
    by: Actor, *, agreed_to: str, shows: Collection[str], keeps_from: Collection[Network]
) -> FindableAcross:
    """Members of partner networks can find her, and see what she ticked. Said anew it is another
    choice; the same choice twice is once."""
    one_at_a_time(by)
    if not agreed_to:
        raise Refused(
            _("Members of partner networks then see you. Tick the box if you agree."),
            field="agrees",
        )
    _keep_from_only(by, keeps_from)
    ticked = {f"shows_{name}": name in shows for name in SHOWS}
    standing = queries.findable_across(by)
    if standing is not None:
        if all(getattr(standing, name) == value for name, value in ticked.items()):
            return standing
        standing.until = timezone.now()
        standing.save(update_fields=["until"])
    agreed = FindableAcross.objects.create(actor=by, text=agreed_to, **ticked)
    record(by, "agreed_to_be_found_across", agreed, audience=Audience.SELF)
    return agreed


@transaction.atomic
def stop_being_found(by: Actor) -> None:
    """At once: what partners were told of her before leads nowhere any more. Twice is once."""
    one_at_a_time(by)
    standing = queries.findable_across(by)
    if standing is not None:
        standing.until = timezone.now()
        standing.save(update_fields=["until"])
        record(by, "stopped_being_found_across", standing, audience=Audience.SELF)


@transaction.atomic
def keep_from(by: Actor, *, network: Network) -> None:
    """That network does not find her any more, and brings her nothing. Twice is once."""
    one_at_a_time(by)
    if network.pk not in queries.kept_from(by):
        kept = KeptFromPartner.objects.create(actor=by, network=network)
        record(by, "kept_from_partner", kept, audience=Audience.SELF)


def _keep_from_only(by: Actor, networks: Collection[Network]) -> None:
    before = queries.kept_from(by)
    for network in networks:
        keep_from(by, network=network)
    over = before - {network.pk for network in networks}
    rows = KeptFromPartner.objects.filter(actor=by, network__in=over, until=None)
    if rows.update(until=timezone.now()):
        record(by, "let_partners_find", by, audience=Audience.SELF)
