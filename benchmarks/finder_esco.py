"""Another name for a profession, and the description that belongs to it: MATCHING.md 1.3.

Of 600 professions names in either language are the questions; the documents are the Dutch names
and descriptions of all professions, without any other name. The space is learned anew without
those 600, so that nothing of them was seen before.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.finder_data import rows
from benchmarks.finder_measures import difference
from benchmarks.finder_profiles import OURS, grams, stemmed
from benchmarks.finder_reading import raw_vectors
from benchmarks.finder_space import described, description, learned
from vaknet.engine.arrays import Array
from vaknet.engine.meaning import codes
from vaknet.engine.meaning.space import unit
from vaknet.engine.ranking import Kind, Passage, Segment, build
from vaknet.engine.ranking.building import Tokens
from vaknet.engine.ranking.scoring import match, terms, views
from vaknet.engine.text import plain_words

APART = 600
SEED = 7

Asked = Sequence[tuple[int, str]]
"""The row of the document that is right, and the name."""
Scores = Callable[[Asked], Array]


def table(folder: Path) -> str:
    known = [
        one for one in rows(folder, "esco_occupations_nl_en") if one["nl_desc"] and one["en_desc"]
    ]
    apart, questions = _questions(known)
    texts = [description(one) for one in known]
    unseen = {known[place]["uri"] for place in apart}
    space = learned(folder, without=unseen)
    passages = described(folder, texts)
    plain = [Passage(n, n, Kind.PROFILE, 0, 0, _words(text)) for n, text in enumerate(texts)]
    read = codes(space.passages(passages))
    full = [
        Passage(n, n, Kind.PROFILE, 0, 0, one.words, codes=read[n].tobytes())
        for n, one in enumerate(plain)
    ]
    dutch, whole = stemmed("dutch"), build(full, OURS.tokens)

    def centred(asked: Asked) -> Array:
        facing = raw_vectors([name for _, name in asked], questions=True)
        scores: Array = (
            unit(facing - facing.mean(axis=0)) @ unit(passages - passages.mean(axis=0)).T
        )
        return scores

    def vaknet(asked: Asked) -> Array:
        names = [name for _, name in asked]
        read = raw_vectors(names, questions=True)
        facing = np.stack([space.question(*one) for one in zip(names, read, strict=True)])
        return _matched(whole, OURS.tokens, asked, facing)

    methods: dict[str, Scores] = {
        "BM25, Dutch stems": lambda asked: _matched(build(plain, dutch), dutch, asked),
        "BM25, 4-grams": lambda asked: _matched(build(plain, grams), grams, asked),
        "Vaknet without an encoder": lambda asked: _matched(
            build(plain, OURS.tokens), OURS.tokens, asked
        ),
        "e5-small centred": centred,
        "Vaknet": vaknet,
    }
    return "\n".join(_lines(methods, questions, len(texts)))


def _lines(methods: dict[str, Scores], questions: dict[str, Asked], documents: int) -> list[str]:
    counts = " and ".join(f"{len(asked)} {name}" for name, asked in questions.items())
    lines = [
        f"## Another name of a profession → Dutch description: {counts}, {documents} descriptions",
        "| method | " + " | ".join(f"{name}, MRR@10 | over stems" for name in questions) + " |",
        "|---|" + "---|" * 2 * len(questions),
    ]
    first: dict[str, list[float]] = {}
    for method, scores in methods.items():
        cells = []
        for name, asked in questions.items():
            ranks = _reciprocal(scores(asked), asked)
            beside = first.setdefault(name, ranks)
            cells += [f"{fmean(ranks):.3f}", "" if ranks is beside else difference(ranks, beside)]
        lines.append(f"| {method} | {' | '.join(cells)} |")
    return lines


def _questions(known: Sequence[dict[str, object]]) -> tuple[list[int], dict[str, Asked]]:
    chance = random.Random(SEED)
    apart = sorted(chance.sample(range(len(known)), APART))
    asked: dict[str, list[tuple[int, str]]] = {"nl→nl": [], "en→nl": []}
    for place in apart:
        for direction, own, others in (("nl→nl", "nl", "nl_alt"), ("en→nl", "en", "en_alt")):
            one = known[place]
            names = [name for name in one[others] or [] if name.lower() != str(one[own]).lower()]
            if names:
                asked[direction].append((place, chance.choice(names)))
    return apart, dict(asked)


def _matched(segment: Segment, tokens: Tokens, asked: Asked, facing: Array | None = None) -> Array:
    (view,) = views([segment], np.empty(0, np.int64), [np.empty(0, np.int64)])
    scores = np.zeros((len(asked), len(segment)))
    for number, (_, name) in enumerate(asked):
        counted = Counter(token for word in _words(name).split() for token in tokens(word))
        direction = None if facing is None else facing[number : number + 1]
        found = match(view, terms([segment], counted), direction)
        scores[number, segment.person[found.rows]] = found.score
    return scores


def _reciprocal(scores: Array, asked: Asked) -> list[float]:
    best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    right = [np.flatnonzero(row == place) for row, (place, _) in zip(best, asked, strict=True)]
    return [1 / (int(at[0]) + 1) if len(at) else 0.0 for at in right]


def _words(text: str) -> str:
    return " ".join(plain_words(text, limit=300))
