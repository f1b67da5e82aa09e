"""Whether an introduction can travel along these people."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import rules
from vaknet.domain.connections.models import Connection, GoBetweenConsent
from vaknet.domain.refusal import Refused


def refuse_impossible(
    by: Actor, target: Actor, route: Sequence[Actor], *, asked: Collection[int]
) -> None:
    """Every stop knows the next, and each agreed to be a go-between; nobody is asked twice."""
    stops = [stop.pk for stop in route]
    chain = [by.pk, *stops, target.pk]
    possible = (
        1 <= len(stops) <= rules.STOPS
        and len(set(chain)) == len(chain)
        and not set(stops) & set(asked)
        and all_connected(chain)
        and all_agreed(stops)
    )
    if not possible:
        raise Refused(_("This route is no longer possible. Choose another one."), field="route")


def all_connected(chain: Sequence[int]) -> bool:
    ties = Connection.objects.filter(holder__in=chain, contact__in=chain, until=None)
    known = set(ties.values_list("holder_id", "contact_id"))
    return all(pair in known for pair in pairwise(chain))


def all_agreed(stops: Sequence[int]) -> bool:
    consents = GoBetweenConsent.objects.filter(actor__in=stops, until=None)
    return consents.count() == len(stops)
