"""After how many searches is a better order of people known to be better?

    python -m benchmarks.interleaving

Eleven people fit a question, some better than others. The usual order knows that with some noise,
another with less of it, as much, or more. Six are shown. People look from the top down, each place
as often as one divided by its number, and choose who fits. Drawn by chance: nothing here is of a
network, and how people look and choose is assumed.

Two orders are told apart by mixing them on each page (team draft and a sign test, as the finder
does), or by showing each to half of the searches and counting who was chosen (an A/B test).

Then weights are learned from such pages, with and without something to learn, to see how often
`vaknet learn` says that it is better.
"""

import random
import sys
from functools import cache
from math import exp
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.finder_measures import ndcg
from benchmarks.interleaving_picture import drawn
from vaknet.engine.arrays import Array
from vaknet.engine.learning.interleaving import Team, sign_test, team_draft
from vaknet.engine.learning.linear import Page, compare, learn, split

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "interleaving.md"
PICTURE = ROOT / "docs" / "images" / "interleaving.svg"
FITTING, SHOWN = 11, 6
USUAL_NOISE = 1.0
OTHERS = {"far better": 0.3, "better": 0.6, "a little better": 0.8, "as good": 1.0, "worse": 1.4}
POOL, DRAWS = 40_000, 500
SIZES = (25, 50, 100, 200, 400, 800, 1600, 3200)
SURE = 0.05
NORMAL = 1.96
NETWORKS = 100
FORMULA = [1.0, 0.0, 0.0]
CASES = {"by the formula": FORMULA, "a little by something else": [1.0, 0.4, 0.0]}
CASES["mostly by something else"] = [0.2, 1.0, 0.0]
WEEKS = 13


class Asked:
    """One search: how well each of the people fits, and what somebody would choose."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.fit = [chance.gauss(0, 1) for _ in range(FITTING)]

    def order(self, noise: float) -> list[int]:
        seen = [fit + self.chance.gauss(0, noise) for fit in self.fit]
        return sorted(range(FITTING), key=lambda one: -seen[one])

    def quality(self, order: list[int]) -> float:
        grades = {one: 2 if fit > 1.2 else 1 for one, fit in enumerate(self.fit) if fit > 0.4}
        return ndcg(order[:SHOWN], grades) if grades else 1.0

    def chosen(self, page: list[int]) -> list[int]:
        """The places that were looked at and whose person fits well enough."""
        likely = [1 / (1 + exp(2 - 2 * self.fit[one])) / at for at, one in enumerate(page, 1)]
        return [place for place, chance in enumerate(likely) if self.chance.random() < chance]


def searches(noise: float) -> tuple[Array, Array, Array, float]:
    """Many searches: how many more the other order won on mixed pages, how many were chosen on
    pages of each alone, and by how much the other one is better."""
    chance = random.Random(f"interleaving {noise}")
    more, usual, other, better = [], [], [], 0.0
    for _ in tqdm(range(POOL), desc=f"noise {noise}", leave=False):
        asked = Asked(chance)
        first, second = asked.order(USUAL_NOISE), asked.order(noise)
        page = team_draft(first, second, SHOWN, coin=lambda: chance.random() < 0.5)
        chosen = asked.chosen([one.person for one in page])
        teams = [page[place].team for place in chosen]
        more.append(teams.count(Team.SECOND) - teams.count(Team.FIRST))
        usual.append(len(asked.chosen(first[:SHOWN])))
        other.append(len(asked.chosen(second[:SHOWN])))
        better += (asked.quality(second) - asked.quality(first)) / POOL
    return np.asarray(more), np.asarray(usual), np.asarray(other), better


@cache
def surely(wins: int, losses: int) -> bool:
    return sign_test(wins, losses) < SURE


def by_mixing(more: Array, size: int, chance: np.random.Generator) -> float:
    """In how many of the draws the order of which `more` is told is said to be better."""
    drawn = chance.choice(more, (DRAWS, size))
    wins, losses = (drawn > 0).sum(axis=1).tolist(), (drawn < 0).sum(axis=1).tolist()
    pairs = zip(wins, losses, strict=True)
    return sum(won > lost and surely(won, lost) for won, lost in pairs) / DRAWS


def by_halves(better: Array, other: Array, size: int, chance: np.random.Generator) -> float:
    """Two means of half of the searches each, by the normal distribution."""
    one, two = (chance.choice(pool, (DRAWS, size // 2)) for pool in (better, other))
    spread = np.sqrt((one.var(axis=1) + two.var(axis=1)) / (size // 2))
    return float((one.mean(axis=1) - two.mean(axis=1) > NORMAL * spread).mean())


def orders_table() -> tuple[str, dict[str, list[tuple[int, float]]]]:
    lines = [
        "## Two orders",
        f"Share of {DRAWS} draws in which the order that is better is said to be so, with 95 % "
        "certainty. Where both are as good: in which it is said, wrongly, of the other one; as all "
        f"draws are from one pool of {POOL:,} searches, in which the two are not quite even, that "
        "row grows with many searches, and says less of the test than of the pool.",
        "",
        "| the other order is | nDCG@6 | how | " + " | ".join(f"{size:,}" for size in SIZES) + " |",
        "|---|---|---|" + "---|" * len(SIZES),
    ]
    picture = {}
    for name, noise in OTHERS.items():
        more, usual, other, better = searches(noise)
        pair = (other, usual)
        if noise > USUAL_NOISE:
            more, pair = -more, (usual, other)
        chance = np.random.default_rng(61)
        ways = {
            "mixed": [by_mixing(more, size, chance) for size in SIZES],
            "halves": [by_halves(*pair, size, chance) for size in SIZES],
        }
        for way, found in ways.items():
            picture[f"{name}, {way}"] = list(zip(SIZES, found, strict=True))
            cells = " | ".join(f"{share:.2f}" for share in found)
            lines.append(f"| {name} | {better:+.3f} | {way} | {cells} |")
    return "\n".join(lines), picture


def pages(many: int, true: list[float], seed: int) -> list[Page]:
    chance, made = np.random.default_rng(seed), []
    for number in range(many):
        features = chance.normal(size=(SHOWN, len(FORMULA)))
        features = features[np.argsort(-(features @ np.asarray(FORMULA)), kind="stable")]
        seen = 1 / np.arange(1, SHOWN + 1)
        likely = 1 / (1 + np.exp(1 - 2 * (features @ np.asarray(true))))
        outcome = (chance.random(SHOWN) < seen * likely).astype(int)
        made.append(Page(number * WEEKS // many, features, outcome, seen))
    return made


def learning_table() -> str:
    sizes = (100, 200, 400, 800, 1600)
    lines = [
        "## Learned weights",
        f"Share of {NETWORKS} networks in which `vaknet learn` says that what it learned in the "
        "earlier of 13 weeks is better in the last ones, with 99 % certainty, by how many searches "
        "there were in all.",
        "",
        "| people choose | " + " | ".join(f"{size:,}" for size in sizes) + " |",
        "|---|" + "---|" * len(sizes),
    ]
    for name, true in tqdm(CASES.items(), desc="learned", leave=False):
        cells = []
        for size in sizes:
            better = 0
            for seed in range(NETWORKS):
                earlier, last = split(pages(size, true, seed))
                better += compare(last, [*learn(earlier, FORMULA)], FORMULA).is_better
            cells.append(f"{better / NETWORKS:.2f}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> int:
    table, picture = orders_table()
    PICTURE.write_text(drawn(picture, SIZES), encoding="utf-8")
    head = "# Learning from use, simulated\n`python -m benchmarks.interleaving`"
    shown = "![After how many searches it is known](../../docs/images/interleaving.svg)"
    text = "\n\n".join([head, table, shown, learning_table()]) + "\n"
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
