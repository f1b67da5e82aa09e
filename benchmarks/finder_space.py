"""Learn the space in which questions meet passages: python -m benchmarks.finder_space --data FOLDER

From pairs in which one says what the other says in the words of the trade: names and descriptions
of professions (ESCO, Dutch and English), our phrase book, our abbreviations. What is written to
`vaknet/domain/finding/space` is what the product reads questions with. Reading takes some ten
minutes the first time. No question or profile that the finder is judged by is among the pairs.
"""

import argparse
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.finder_data import rows
from benchmarks.finder_reading import raw_vectors
from vaknet.domain.finding.encoder import SPACE
from vaknet.domain.finding.vocabulary import abbreviations, phrase_book
from vaknet.engine.meaning import SIZE, Space
from vaknet.engine.meaning.learning import learn

EDITION = "1"


def of_esco(occupations: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every name of a profession, in either language, asks for its Dutch description."""
    for one in occupations:
        passage = description(one)
        names = [one["nl"], one["en"], *one["nl_alt"][:3], *(one["en_alt"] or [])[:3]]
        yield from ((name, passage) for name in dict.fromkeys(filter(None, names)))


def description(occupation: dict[str, Any]) -> str:
    return f"{occupation['nl']}. {occupation['nl_desc'] or ''}"


def of_phrase_book() -> Iterator[tuple[str, str]]:
    yield from phrase_book()
    for one in abbreviations():
        passage = f"{one.short}, {one.full}"
        yield from ((asked, passage) for asked in (one.everyday, one.english))


def learned(folder: Path, *, without: Collection[str] = ()) -> Space:
    """From all pairs but those of the professions (by URI) that are kept apart."""
    known = rows(folder, "esco_occupations_nl_en")
    apart = {description(one) for one in known if one["uri"] in without}
    asked, answers = [], []
    for pairs in (list(of_esco(known)), list(of_phrase_book())):
        # Read as a whole, so that what was read is of use again when the other half changed.
        facing = raw_vectors([question for question, _ in pairs], questions=True)
        kept = [place for place, (_, passage) in enumerate(pairs) if passage not in apart]
        asked.append(facing[kept])
        answers += [pairs[place][1] for place in kept]
    passages = [raw_vectors(texts, questions=False) for texts in _passages(known)]
    names = [text for texts in _passages(known) for text in texts]
    kept = [place for place, text in enumerate(names) if text not in apart]
    place = {names[old]: new for new, old in enumerate(kept)}
    wanted = np.asarray([place[answer] for answer in answers])
    return learn(np.concatenate(asked), wanted, np.concatenate(passages)[kept], size=SIZE)


def _passages(known: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    return (
        list(dict.fromkeys(passage for _, passage in of_esco(known))),
        list(dict.fromkeys(passage for _, passage in of_phrase_book())),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with *.jsonl.gz")
    SPACE.mkdir(exist_ok=True)
    for name, array in learned(parser.parse_args().data).arrays().items():
        np.save(SPACE / f"{name}.npy", array.astype(np.float16))
    (SPACE / "edition").write_text(f"{EDITION}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
