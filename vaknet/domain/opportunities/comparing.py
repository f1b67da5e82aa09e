"""What the panel thinks of each application, side by side, for who gave her own scores."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import TYPE_CHECKING

from vaknet.domain.activity.models import Actor
from vaknet.domain.opportunities import queries
from vaknet.domain.opportunities.models import Application, Criterion, Score

if TYPE_CHECKING:
    from vaknet.domain.opportunities.models.applications import ReadApplication
    from vaknet.domain.opportunities.models.opportunities import SeenOpportunity


@dataclass(frozen=True)
class OnCriterion:
    """`spread`: between the highest and the lowest."""

    criterion: Criterion
    scores: list[Score]

    @property
    def mean(self) -> float:
        return fmean(one.score for one in self.scores)

    @property
    def spread(self) -> int:
        given = [one.score for one in self.scores]
        return max(given) - min(given)


@dataclass(frozen=True)
class Compared:
    """One application. `criteria` is empty for who did not give her own scores yet."""

    application: "ReadApplication"
    number: int
    criteria: list[OnCriterion]

    @property
    def mean(self) -> float | None:
        return fmean(one.mean for one in self.criteria) if self.criteria else None

    @property
    def means(self) -> list[float]:
        """Of each who gave scores, hers over all criteria."""
        by: dict[int, list[int]] = defaultdict(list)
        for one in self.criteria:
            for score in one.scores:
                by[score.by_id].append(score.score)
        return sorted(fmean(scores) for scores in by.values())

    @property
    def differ_most(self) -> OnCriterion | None:
        """The criterion to talk about first, where they differ by two or more."""
        widest = max(self.criteria, key=lambda one: one.spread, default=None)
        return widest if widest is not None and widest.spread >= 2 else None


def scores_of(viewer: Actor, application: "ReadApplication") -> list[OnCriterion]:
    """All, once she gave hers; before that, and for who stepped aside, nothing: what another wrote
    would be her anchor."""
    if application.is_aside or not application.is_scored:
        return []
    rows = Score.objects.filter(application=application).select_related("by", "criterion")
    return _by_criterion(rows.order_by("criterion__position", "pk"))


def my_scores(viewer: Actor, application: Application) -> dict[int, Score]:
    """By criterion."""
    return {
        one.criterion_id: one for one in Score.objects.filter(application=application, by=viewer)
    }


def compared(viewer: Actor, opportunity: "SeenOpportunity", *, now: datetime) -> list[Compared]:
    """The highest mean first, then those that she did not score yet. What she stepped aside for is
    not here."""
    numbered = enumerate(queries.to_read_of(viewer, opportunity, now=now), 1)
    rows = {one: number for number, one in numbered if not one.is_aside}
    seen = [one.pk for one in rows if one.is_scored]
    scores = Score.objects.filter(application__in=seen).select_related("by", "criterion")
    of = defaultdict(list)
    for score in scores.order_by("criterion__position", "pk"):
        of[score.application_id].append(score)
    found = [Compared(one, number, _by_criterion(of[one.pk])) for one, number in rows.items()]
    return sorted(found, key=lambda one: (one.mean is None, -(one.mean or 0), one.number))


def _by_criterion(scores: Iterable[Score]) -> list[OnCriterion]:
    found: dict[int, OnCriterion] = {}
    for score in scores:
        one = found.setdefault(score.criterion_id, OnCriterion(score.criterion, []))
        one.scores.append(score)
    return [*found.values()]
