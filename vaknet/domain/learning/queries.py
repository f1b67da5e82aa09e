"""What was kept, for whoever learns from it. Of nobody by name: pages, and which order won."""

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from django.db.models.functions import ExtractIsoYear, ExtractWeek

from vaknet.domain.activity.models import Actor
from vaknet.domain.learning.features import FORMULA, edition
from vaknet.domain.learning.lessons import Lesson, lesson
from vaknet.domain.learning.models import Outcome, Ranking, Shown, Side, StaysOut
from vaknet.engine.learning.interleaving import Team, Verdict, verdict
from vaknet.engine.learning.linear import Gain, Page, chance_to_be_seen, compare, learn, split

__all__ = [
    "Learned",
    "Lesson",
    "learned",
    "lesson",
    "pages",
    "stays_out",
    "trial",
    "usual_weights",
    "verdict_of",
]
A_YEAR_HAS = 100  # more weeks than any


@dataclass(frozen=True)
class Learned:
    """Weights from the earlier weeks, and how they do in the last ones."""

    weights: list[float]
    earlier: int
    gain: Gain


def stays_out(viewer: Actor) -> bool:
    return StaysOut.objects.filter(actor=viewer, until=None).exists()


def usual_weights() -> list[float]:
    """Those of the formula, unless another order took its place."""
    standing = _in_use(Ranking.Use.USUAL)
    return standing.weights if standing else list(FORMULA)


def trial() -> Ranking | None:
    return _in_use(Ranking.Use.TRIAL)


def _in_use(use: str) -> Ranking | None:
    return Ranking.objects.filter(use=use, until=None, edition=edition()).first()


def pages() -> list[Page]:
    """Every search that is kept and showed two or more, with the numbers that we know."""
    rows = (
        Shown.objects.filter(search__edition=edition())
        .annotate(year=ExtractIsoYear("search__at"), week=ExtractWeek("search__at"))
        .order_by("search__at", "search", "place")
        .values_list("search", "year", "week", "features", "outcome", "propensities")
    )
    made = []
    for (_search, year, week), shown in groupby(rows, key=lambda row: row[:3]):
        people = [row[3:] for row in shown]
        if len(people) > 1:
            features, outcome, likely = zip(*people, strict=True)
            seen = [chance_to_be_seen(one) for one in likely]
            at = year * A_YEAR_HAS + week
            made.append(Page(at, np.asarray(features), np.asarray(outcome), np.asarray(seen)))
    return made


def learned() -> Learned:
    """From the site's own weeks, beside what is in use now."""
    usual = usual_weights()
    earlier, last = split(pages())
    weights = learn(earlier, usual)
    gain = compare(last, [*weights], usual)
    return Learned([round(float(one), 4) for one in weights], len(earlier), gain)


def verdict_of(trial: Ranking) -> Verdict:
    """Of its own searches: from which of the two orders people chose."""
    rows = Shown.objects.filter(search__trial=trial, outcome__gte=Outcome.CHOSEN)
    rows = rows.exclude(side=Side.ALONE).order_by("search")
    chosen = groupby(rows.values_list("search", "side"), key=lambda row: row[0])
    return verdict([Team(side) for _search, side in of_one] for _pk, of_one in chosen)
