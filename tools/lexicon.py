"""Remake the lexicon of Dutch and English words that mean the same, from the texts of ESCO.

    python tools/lexicon.py esco_occupations_nl_en.jsonl.gz

Names and descriptions of an occupation say the same in both languages. Source and licence stand on
top of the file that is written. Not needed at run time.
"""

import argparse
import gzip
import json
from pathlib import Path

import Stemmer

from vaknet.engine.text.lexicon import learned

TARGET = Path(__file__).resolve().parent.parent / "vaknet/domain/finding/words/lexicon_nl_en.tsv"
HEAD = """\
# Dutch and English words that mean the same, and how sure that is (Dice, 0-1), learned from the
# names and descriptions of ESCO v1.2 (Dutch) and v1.1.1 (English) occupations (© European Union,
# reuse under Commission Decision 2011/833/EU; words counted, rare and common ones dropped).
# Remade by tools/lexicon.py. Columns: Dutch, English, Dice, with a tab between.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("occupations", type=Path)
    with gzip.open(parser.parse_args().occupations, "rt", encoding="utf-8") as lines:
        pairs = [(_text(row, "nl"), _text(row, "en")) for row in map(json.loads, lines)]
    stems = [Stemmer.Stemmer(language).stemWord for language in ("dutch", "english")]
    found = [f"{one}\t{other}\t{dice:.2f}" for one, other, dice in learned(pairs, *stems)]
    TARGET.write_text(HEAD + "\n".join(found) + "\n", encoding="utf-8")


def _text(row: dict[str, str | list[str] | None], language: str) -> str:
    names = row[f"{language}_alt"] or []
    return "\n".join([str(row[language]), *names, str(row[f"{language}_desc"] or "")])


if __name__ == "__main__":
    main()
