"""The analyser with our word list, made once in a process."""

from functools import cache
from pathlib import Path

from vaknet.engine.text import Analyser

WORDS = Path(__file__).parent / "words"


@cache
def analyser() -> Analyser:
    return Analyser(part_counts())


def part_counts() -> dict[str, int]:
    counts: dict[str, int] = {}
    for path in sorted(WORDS.glob("parts_nl*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                word, count = line.split()
                counts[word] = int(count)
    return counts
