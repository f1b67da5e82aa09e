"""Remake the list of Dutch words that compounds are made of, from the texts of ESCO.

    python tools/compound_parts.py esco_occupations_nl_en.jsonl.gz

Words of 4 to 14 letters that stand in it at least twice, with how often. Source and licence stand
on top of the file that is written. Not needed at run time.
"""

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

from vaknet.engine.text import plain_words

TARGET = Path(__file__).resolve().parent.parent / "vaknet/domain/finding/words/parts_nl.txt"
HEAD = """\
# Dutch words that compounds are made of, and how often each stands in the Dutch texts of ESCO v1.2
# occupations (© European Union, reuse under Commission Decision 2011/833/EU; words counted, accents
# left out, rare and short ones dropped). Remade by tools/compound_parts.py.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("occupations", type=Path)
    counts: Counter[str] = Counter()
    with gzip.open(parser.parse_args().occupations, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            for text in (row["nl"], *row["nl_alt"], row["nl_desc"]):
                counts.update(plain_words(text, limit=1_000))
    kept = {word: n for word, n in counts.items() if n > 1 and 4 <= len(word) <= 14}
    lines = [f"{word} {count}" for word, count in sorted(kept.items()) if word.isalpha()]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
