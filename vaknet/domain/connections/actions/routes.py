"""Whether an introduction can travel along these people."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import combinations, pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import rules
from vaknet.domain.connections.models import (
    Connection,
    GoBetweenConsent,
    GoBetweenExcept,
    IntroductionStep,
)
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


def refuse_impossible(
    by: Actor, target: Actor, route: Sequence[Actor], *, asked: Collection[int]
) -> None:
    """Every stop knows the next, and each agreed to be a go-between to who follows.

    Nobody is asked twice.
    """
    stops = [stop.pk for stop in route]
    chain = [by.pk, *stops, target.pk]
    possible = (
        1 <= len(stops) <= rules.STOPS
        and len(set(chain)) == len(chain)
        and not set(stops) & set(asked)
        and all_connected(chain)
        and all_agreed(stops)
        and none_excepts(stops, target.pk)
        and _none_asked_too_much(stops)
        and not any(are_apart(by, stop) for stop in route)
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


def _none_asked_too_much(stops: Collection[int]) -> bool:
    """By when they were asked alone: what they answered must not show."""
    asked = IntroductionStep.objects.filter(
        go_between__in=stops, asked_at__gt=timezone.now() - rules.LATELY
    )
    counts = Counter(asked.values_list("go_between_id", flat=True))
    return all(count < rules.ASKED_LATELY for count in counts.values())


def none_excepts(stops: Sequence[int], target: int) -> bool:
    """Nobody on the way said "not through me" to anybody after her."""
    chain = [*stops, target]
    excepts = GoBetweenExcept.objects.filter(actor__in=stops, contact__in=chain, until=None)
    return not set(combinations(chain, 2)) & set(excepts.values_list("actor_id", "contact_id"))
