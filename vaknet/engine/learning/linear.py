"""An order of people learned from whom people chose: weights of a sum, pair by pair.

Each page gives pairs: who came to more goes before who came to less. The weights make such pairs
likely (pairwise logistic regression, as RankNet by Burges et al. 2005 with one layer), and are held
to those of the order in use, so that with few choices little changes.

- Who stands low is looked at less, so who is chosen there counts for more: by one divided by how
  likely she was to be seen (Joachims, Swaminathan & Schnabel 2017, *Unbiased learning-to-rank with
  biased feedback*). That a place is seen half as often when it is twice as low is theirs too.
- Where two orders are mixed, how likely is an average over the places at which she could have stood
  (Oosterhuis & de Rijke 2020, *Policy-aware counterfactual learning to rank*).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array

# As much as this many pairs would have to say against the order in use.
HOLD = 20.0
STEPS = 50
LEAST_SCALE = 0.05
BOOTSTRAPS = 2_000
# Of so many pages at a time, so that many pages do not take all memory.
DRAWN_AT_ONCE = 500_000
# Who looks every week has many chances to be wrong, so it must be surer than one look would.
TAIL = 0.005
# Less than this says nothing, however the interval falls.
FEWEST = 30


@dataclass(frozen=True)
class Page:
    """One search: a row of features for each person, how far it came, and how likely to be seen."""

    week: int
    features: Array
    outcome: Array
    seen: Array


@dataclass(frozen=True)
class Gain:
    """How much better than the order in use, on pages that were not learned from: of the most that
    all these pages can be worth, the share that each order is, and the 99 % interval of the
    difference, by a paired bootstrap over pages."""

    pages: int
    usual: float
    learned: float
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        return self.pages >= FEWEST and self.low > 0


def chance_to_be_seen(propensities: Sequence[float]) -> float:
    """Over the places where somebody could stand; the first is always seen."""
    return sum(chance / place for place, chance in enumerate(propensities, 1))


def split(pages: Sequence[Page], *, share: float = 0.3) -> tuple[list[Page], list[Page]]:
    """Earlier weeks to learn from, and the last ones to compare on."""
    weeks = sorted({page.week for page in pages})
    first = weeks[-max(1, round(share * len(weeks)))] if len(weeks) > 1 else None
    if first is None:
        return list(pages), []
    earlier = [page for page in pages if page.week < first]
    return earlier, [page for page in pages if page.week >= first]


def learn(pages: Sequence[Page], usual: Sequence[float]) -> Array:
    """Weights; those in use when nobody was chosen before anybody."""
    held = np.asarray(usual, float)
    apart = [_pairs(page) for page in pages]
    better = np.concatenate([one for one, _ in apart] or [np.zeros((0, len(held)))])
    weight = np.concatenate([of_one for _, of_one in apart] or [np.zeros(0)])
    if not len(better):
        return held
    weight = weight / weight.mean()
    # The order in use says nothing of how sure people are: first we learn that alone.
    scale = fit((better @ held)[:, None], weight, np.ones(1), hold=1.0)
    return fit(better, weight, max(float(scale[0]), LEAST_SCALE) * held, hold=HOLD)


def fit(better: Array, weight: Array, held: Array, *, hold: float) -> Array:
    """Newton's method. `better`: what one has more than the other, for each pair."""
    weights = held.copy()
    for _ in range(STEPS):
        wrong = 1 / (1 + np.exp(np.clip(better @ weights, -500, 500)))
        slope = hold * (weights - held) - better.T @ (weight * wrong)
        bend = (better.T * (weight * wrong * (1 - wrong))) @ better + hold * np.eye(len(held))
        step = np.linalg.solve(bend, slope)
        weights = weights - step / max(1.0, float(np.abs(step).max()))
    return weights


def compare(pages: Sequence[Page], learned: Sequence[float], usual: Sequence[float]) -> Gain:
    told = [page for page in pages if page.outcome.any()]
    if not told:
        return Gain(0, 0.0, 0.0, 0.0, 0.0)
    before = np.asarray([worth(page, usual) for page in told])
    after = np.asarray([worth(page, learned) for page in told])
    most = np.asarray([worth(page, None) for page in told])
    low, high = np.quantile(_drawn(after - before, most), [TAIL, 1 - TAIL])
    shares = (before.sum() / most.sum(), after.sum() / most.sum())
    return Gain(len(told), *map(float, (*shares, low, high)))


def _drawn(gain: Array, most: Array) -> Array:
    """What is gained on as many pages as there are, drawn again and again."""
    chance, many = np.random.default_rng(1), len(gain)
    at_once = max(1, DRAWN_AT_ONCE // many)
    shares = []
    for done in range(0, BOOTSTRAPS, at_once):
        drawn = chance.integers(many, size=(min(at_once, BOOTSTRAPS - done), many))
        shares.append(gain[drawn].sum(axis=1) / most[drawn].sum(axis=1))
    return np.concatenate(shares)


def worth(page: Page, weights: Sequence[float] | None) -> float:
    """DCG of the page in this order, and without weights the most that it can be. Equal ones stand
    as they stood. Who was unlikely to be seen counts for more, so pages are added as they are: made
    equal first, a page with one choice would weigh the same wherever that choice stood."""
    gain = page.outcome / page.seen
    by = -gain if weights is None else -(page.features @ np.asarray(weights, float))
    order = np.argsort(by, kind="stable")
    return float((gain[order] / np.log2(np.arange(len(order)) + 2)).sum())


def _pairs(page: Page) -> tuple[Array, Array]:
    more, less = np.nonzero(page.outcome[:, None] > page.outcome[None, :])
    far = page.outcome[more] - page.outcome[less]
    return page.features[more] - page.features[less], far / page.seen[more]
