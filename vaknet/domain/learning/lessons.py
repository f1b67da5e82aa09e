"""One page of the finder that may be learned from: in which order people stand, and how likely."""

import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding.queries import Found
from vaknet.domain.frozen import Frozen
from vaknet.domain.learning import rules
from vaknet.domain.learning.features import FORMULA, edition, features, scored
from vaknet.domain.learning.models import Ranking, Side, StaysOut
from vaknet.engine.learning.interleaving import propensities, team_draft


@dataclass(frozen=True)
class Placed:
    """Somebody on the page, as it is kept."""

    person: Actor
    key: uuid.UUID
    place: int
    side: Side
    features: list[float]
    propensities: list[float]


def _throw() -> bool:
    return random.random() < 0.5  # noqa: S311 - nobody gains by guessing it


@dataclass
class Lesson:
    """`is_kept`: the asker takes part. Who stays out gets the usual order and no keys in links."""

    asker: Actor
    places: int
    is_kept: bool = False
    usual: Ranking | None = None
    trial: Ranking | None = None
    coin: Callable[[], bool] = _throw
    placed: list[Placed] = field(default_factory=list)
    _sides: dict[int, Side] = field(default_factory=dict)
    _chances: dict[int, list[float]] = field(default_factory=dict)

    def arrange(self, found: Sequence[Found]) -> list[Found]:
        """The same people, in the order in which they are shown. While a trial runs both orders are
        sums, so that they are compared by their weights alone, and not by whose turn it is."""
        if self.trial is None or not self.is_kept:
            return _summed(found, self.usual.weights) if self.usual else list(found)
        usual = _summed(found, self.usual.weights if self.usual else FORMULA)
        mine = [one.actor.pk for one in usual]
        other = [one.actor.pk for one in _summed(found, self.trial.weights)]
        drafted = team_draft(mine, other, self.places, coin=self.coin)
        self._chances = propensities(mine, other, self.places)
        self._sides = {one.person: Side(one.team) for one in drafted}
        people = {one.actor.pk: one for one in usual}
        first = [people[one.person] for one in drafted]
        return first + [one for one in usual if one.actor.pk not in self._sides]

    def keys(self, shown: Sequence[Found]) -> dict[int, str]:
        """For the links to each of them: also to who stays out, of whom nothing is kept then."""
        if not self.is_kept:
            return {}
        self.placed = [self._placed(place, one, len(shown)) for place, one in enumerate(shown)]
        return {one.person.pk: one.key.hex for one in self.placed}

    def _placed(self, place: int, one: Found, places: int) -> Placed:
        certain = [float(at == place) for at in range(places)]
        return Placed(
            person=one.actor,
            key=uuid.uuid4(),
            place=place + 1,
            side=self._sides.get(one.actor.pk, Side.ALONE),
            features=features(one),
            propensities=self._chances.get(one.actor.pk, certain),
        )


def lesson(asker: Actor, *, places: int) -> Lesson | None:
    """None where nothing is learned: then the finder does not even ask."""
    if not rules.is_on():
        return None
    in_use = {one.use: one for one in _IN_USE()}
    return Lesson(
        asker,
        places,
        is_kept=not _OUT(asker=asker.pk),
        usual=in_use.get(Ranking.Use.USUAL),
        trial=in_use.get(Ranking.Use.TRIAL),
    )


def _in_use() -> QuerySet[Ranking]:
    """Weights of other numbers than ours, of an earlier version, are no order any more."""
    return Ranking.objects.filter(until=None, edition=edition())


def _out(asker: int) -> QuerySet[StaysOut, int]:
    return StaysOut.objects.filter(actor=asker, until=None).values_list("pk", flat=True)


_IN_USE = Frozen(_in_use)
_OUT = Frozen(_out)


def _summed(found: Sequence[Found], weights: Sequence[float]) -> list[Found]:
    """Who is equal stands as she did."""
    return sorted(found, key=lambda one: -scored(features(one), weights))
