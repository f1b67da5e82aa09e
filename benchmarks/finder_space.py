"""Learn the space in which questions meet passages: python -m benchmarks.finder_space --data FOLDER

From pairs in which one says what the other says in the words of the trade: names and descriptions
of professions (ESCO, Dutch and English), our phrase book, our abbreviations. What is written to
`vaknet/domain/finding/space` is what the product reads questions with. Reading takes some ten
minutes the first time. No question or profile that the finder is judged by is among the pairs.
"""

import argparse
from collections.abc import Collection, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.finder_data import rows
from benchmarks.finder_reading import raw_vectors
from vaknet.domain.finding.encoder import SPACE
from vaknet.domain.finding.vocabulary import abbreviations, phrase_book
from vaknet.engine.arrays import Array
from vaknet.engine.meaning import SIZE, Bridge, Space, codes
from vaknet.engine.meaning.learning import Pairs, learn

EDITION = "4"


def of_esco(occupations: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Names of a profession, in either language, ask for its Dutch description."""
    pairs = []
    for one in occupations:
        names = [one["nl"], one["en"], *one["nl_alt"][:3], *(one["en_alt"] or [])[:3]]
        pairs += [(name, description(one)) for name in dict.fromkeys(filter(None, names))]
    return pairs


def description(occupation: dict[str, Any]) -> str:
    return f"{occupation['nl']}. {occupation['nl_desc'] or ''}"


def of_abbreviations() -> list[tuple[str, str]]:
    return [
        (asked, f"{one.short}, {one.full}")
        for one in abbreviations()
        for asked in (one.everyday, one.english)
    ]


def learned(folder: Path, *, without: Collection[str] = ()) -> Space:
    """From all pairs but those of the professions (by URI) that are kept apart."""
    known = rows(folder, "esco_occupations_nl_en")
    apart = {description(one) for one in known if one["uri"] in without}
    kinds, passages, rows_before = [], [], 0
    for pairs, weight, saying in (
        (of_esco(known), 1.0, False),
        (of_abbreviations(), 1.0, False),
        (list(phrase_book()), 3.0, True),
    ):
        # Read as a whole, so that what was read is of use again when another kind changed.
        texts = list(dict.fromkeys(passage for _, passage in pairs))
        asked = raw_vectors([question for question, _ in pairs], questions=True)
        read = raw_vectors(texts, questions=False)
        kept = [place for place, text in enumerate(texts) if text not in apart]
        row = {texts[place]: rows_before + new for new, place in enumerate(kept)}
        wanted = [place for place, (_, passage) in enumerate(pairs) if passage in row]
        answers = np.asarray([row[pairs[place][1]] for place in wanted])
        kinds.append(Pairs(asked[wanted], answers, weight, saying))
        passages.append(read[kept])
        rows_before += len(kept)
    return learn(kinds, np.concatenate(passages), size=SIZE)


def described(folder: Path, texts: Sequence[str]) -> Array:
    """What the model says of these descriptions, which are read once for all purposes."""
    known = list(dict.fromkeys(map(description, rows(folder, "esco_occupations_nl_en"))))
    row = {text: number for number, text in enumerate(known)}
    read: Array = raw_vectors(known, questions=False)[[row[text] for text in texts]]
    return read


def bridges(space: Space, folder: Path, *, without: Collection[str] = ()) -> dict[str, Bridge]:
    """Over the descriptions of professions, and over our phrase book."""
    known = rows(folder, "esco_occupations_nl_en")
    texts = [description(one) for one in known if one["uri"] not in without]
    professions = codes(space.passages(described(folder, texts)))
    sayings = [saying for saying, _ in phrase_book()]
    trade = list(dict.fromkeys(words for _, words in phrase_book()))
    place = {words: n for n, words in enumerate(trade)}
    asked = zip(sayings, raw_vectors(sayings, questions=True), strict=True)
    return {
        "professions": Bridge(professions, professions, np.arange(len(professions))),
        "phrases": Bridge(
            codes(np.stack([space.question(*one) for one in asked])),
            codes(space.passages(raw_vectors(trade, questions=False))),
            np.asarray([place[words] for _, words in phrase_book()]),
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with *.jsonl.gz")
    folder = parser.parse_args().data
    space = learned(folder)
    SPACE.mkdir(exist_ok=True)
    for name, array in space.arrays().items():
        np.save(SPACE / f"{name}.npy", array.astype(np.float16))
    for name, bridge in bridges(space, folder).items():
        for field in fields(bridge):
            np.save(SPACE / f"{name}-{field.name}.npy", getattr(bridge, field.name))
    (SPACE / "edition").write_text(f"{EDITION}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
