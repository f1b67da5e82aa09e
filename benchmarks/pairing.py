"""Coffee: how long pairing thousands takes, and how near to the best it comes.

    python -m benchmarks.pairing

People live in places of the Netherlands as often as these have inhabitants, and are drawn by
chance: what they wish, how far they go, where they work. Nothing here is of a network.

The best there is is known where all twos can be looked at: there the usual way for many people,
with some candidates for each and parts of the map, is held beside it.
"""

import gzip
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from time import process_time

import numpy as np
from tqdm import tqdm

from vaknet.engine.pairing import Person, Wish, draw
from vaknet.engine.pairing.people import Drawn
from vaknet.engine.pairing.weighing import Crowd

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "pairing.md"
PLACES = ROOT / "vaknet" / "reference" / "places.tsv.gz"
REACHES, OFTEN = (5, 10, 25, 50), (2, 4, 4, 1)
SIZES = (1_000, 2_500, 5_000, 10_000)
SMALL = (24, 50, 100, 200, 400)
TIMES = 40


def places() -> tuple[list[tuple[float, float]], list[int]]:
    with gzip.open(PLACES, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    there = [row for row in rows if row[0] == "NL"]
    return [(float(row[3]), float(row[4])) for row in there], [int(row[5]) for row in there]


def people(size: int, chance: random.Random) -> list[Person]:
    at, inhabitants = places()
    homes = chance.choices(at, inhabitants, k=size)
    found = []
    for number, home in enumerate(homes):
        wishes = frozenset(wish for wish in Wish if chance.random() < 0.3)
        apart = [chance.randrange(size)] if chance.random() < 0.05 else []
        found.append(
            Person(
                id=number,
                place=None if chance.random() < 0.05 else home,
                reach=chance.choices(REACHES, OFTEN)[0],
                days=chance.randrange(30) if chance.random() < 0.1 else 1000,
                trades=frozenset({chance.randrange(120)}),
                employers=frozenset({int(chance.paretovariate(0.6)) % 3000}),
                wishes=wishes,
                mentors=chance.random() < 0.15,
                parts=frozenset(chance.sample(range(10), chance.choice((0, 3, 5)))),
                apart=frozenset(apart),
                met=frozenset(chance.sample(range(size), 3)),
                knows=frozenset(chance.sample(range(size), 20)),
            )
        )
    return found


def worth(drawn: Drawn, everybody: Sequence[Person]) -> int:
    """What the twos weigh together, without the lot; a table for three is left out."""
    crowd = Crowd(everybody, np.random.default_rng(0))
    crowd.lot[:] = 0
    twos = [match.people for match in drawn.matches if len(match.people) == 2]
    one, other = np.asarray([[crowd.rows[pk] for pk in two] for two in twos]).T
    return int(crowd.weights(one, other).sum())


def seconds_table() -> str:
    lines = [
        "## Many people",
        "Seconds of one core for one draw. In person: the share of all who meet somebody near "
        "enough for both.",
        "",
        "| people | seconds | in person | left |",
        "|---|---|---|---|",
    ]
    for size in tqdm(SIZES, desc="many", leave=False):
        everybody = people(size, random.Random(f"many {size}"))
        begun = process_time()
        drawn = draw(everybody, seed=1)
        took = process_time() - begun
        near = sum(len(match.people) for match in drawn.matches if not match.online) / size
        lines.append(f"| {size:,} | {took:.1f} | {near:.1%} | {len(drawn.left)} |")
    return "\n".join(lines)


def best_table() -> str:
    lines = [
        "## Near to the best",
        f"What the twos weigh together, as a share of the most they can weigh, {TIMES} times each.",
        "",
        "| people | mean | least | more left than need be |",
        "|---|---|---|---|",
    ]
    for size in tqdm(SMALL, desc="best", leave=False):
        shares, more = [], 0
        for time in range(TIMES):
            everybody = people(size, random.Random(f"best {size} {time}"))
            usual = draw(everybody, seed=time, thorough=0)
            best = draw(everybody, seed=time, thorough=size)
            shares.append(worth(usual, everybody) / worth(best, everybody))
            more += len(usual.left) - len(best.left)
        lines.append(f"| {size} | {mean(shares):.2%} | {min(shares):.2%} | {more} |")
    return "\n".join(lines)


def main() -> None:
    told = (
        "# Coffee\n\nMade by `python -m benchmarks.pairing` "
        "([how](../../docs/decisions/0062-who-has-coffee-with-whom.md)).\n\n"
    )
    told += f"{seconds_table()}\n\n{best_table()}\n"
    RESULTS.write_text(told, encoding="utf-8")
    sys.stdout.write(told)


if __name__ == "__main__":
    main()
