"""How good a ranking is, and how sure we are that one is better than another."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

TOP = 10
BOOTSTRAPS = 2_000
INVITED = 3

Ranking = list[int]
Grades = dict[int, int]


def ndcg(ranking: Ranking, grades: Grades) -> float:
    """nDCG@10 with gains of 2^grade - 1."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:TOP])
    return _gain([grades.get(person, 0) for person in ranking[:TOP]]) / ideal


def _gain(found: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(found))


def reciprocal_rank(ranking: Ranking, grades: Grades, *, least: int = 1) -> float:
    """One divided by the place of the first of at least this grade among ten; else 0."""
    good = (at for at, one in enumerate(ranking[:TOP], 1) if grades.get(one, 0) >= least)
    return next((1 / place for place in good), 0.0)


def success(ranking: Ranking, grades: Grades) -> float:
    """Whether any of the first five is right."""
    return float(any(person in grades for person in ranking[:5]))


def difference(one: Sequence[float], other: Sequence[float]) -> str:
    """How much better one is: mean and 95 % interval of a paired bootstrap over questions."""
    each = np.asarray(one) - np.asarray(other)
    chance = np.random.default_rng(1)
    means = chance.choice(each, (BOOTSTRAPS, len(each))).mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return f"{each.mean():+.3f} [{low:+.3f}, {high:+.3f}]"


def concentration(invited: Sequence[Sequence[int]]) -> float:
    """Of the people invited for each question, how many are the same ten."""
    asked = Counter(person for invitees in invited for person in invitees[:INVITED])
    return sum(times for _, times in asked.most_common(10)) / max(asked.total(), 1)
