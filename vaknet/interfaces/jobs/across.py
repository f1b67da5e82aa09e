"""Introductions to people of partner networks: what has to be told, and what is over.

While the operator has switched federation off nothing happens: all of it waits.
"""

from django.utils import timezone

from vaknet.domain.federation.rules import is_on
from vaknet.domain.introducing import actions, queries
from vaknet.domain.introducing.models import IntroductionAcross
from vaknet.domain.introducing.partners import OF_MEMBERS
from vaknet.domain.networks import queries as networks
from vaknet.interfaces.federation.partners import PartnerSilent
from vaknet.interfaces.reaching.helpers import tell_partner

MOST_AT_ONCE = 100


def carry(pk: int) -> None:
    """Tells it once; when nobody answers, the clock does so again."""
    if not is_on():
        return
    rows = queries.due_across(now=timezone.now()).select_related("network__host", "member")
    row = rows.filter(pk=pk).first()
    if row is not None:
        _carry(row)


def carry_due() -> None:
    """One that is silent is not waited for again and again: each has its own pause."""
    if not is_on():
        return
    rows = queries.due_across(now=timezone.now()).select_related("network__host", "member")
    silent: set[int] = set()
    for row in rows[:MOST_AT_ONCE]:
        if row.network_id in silent:
            actions.was_not_told(introduction=row, what=row.telling, now=timezone.now())
        elif not _carry(row):
            silent.add(row.network_id)


def part_from_former_partners() -> None:
    """What came from a network goes when the treaty with it is over."""
    if not is_on():
        return
    standing = networks.partners(*OF_MEMBERS).values("pk")
    for network in queries.networks_with_introductions().exclude(pk__in=standing):
        actions.end_with_partner(network=network, at=timezone.now())


def _carry(row: IntroductionAcross) -> bool:
    what = row.telling
    try:
        tell_partner(row)
    except PartnerSilent:
        actions.was_not_told(introduction=row, what=what, now=timezone.now())
        return False
    actions.was_told(introduction=row, what=what)
    return True
