"""How well the finder finds: python -m benchmarks.finder --data FOLDER

Profiles: given a question, rank the profiles that fit. Question routing in strict time order:
given a question of the dev part and everything before it, rank the people who will answer it.
Names of professions: find the description. Each against plain baselines, computed anew on the
same data. Settings were chosen on dev data and on `everyday_dev`; `everyday_kept` was only
measured.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import finder_esco, finder_profiles, finder_routing
from benchmarks.finder_data import MissingData, cases, profiles

RESULTS = Path(__file__).parent / "results" / "finder.md"
QUESTIONS = Path(__file__).parent / "questions"

TABLES: dict[str, Callable[[Path], str]] = {
    "nl": lambda data: finder_profiles.table("Profiles", profiles(data)),
    "everyday_dev": lambda _: finder_profiles.table(
        "Everyday questions to choose settings by", profiles(QUESTIONS, "everyday_dev")
    ),
    "everyday_kept": lambda _: finder_profiles.table(
        "Everyday questions kept apart", profiles(QUESTIONS, "everyday_kept")
    ),
    "esco": finder_esco.table,
    "quantum": lambda data: finder_routing.table("quantum", list(cases(data, "quantum"))),
    "beer": lambda data: finder_routing.table("beer", list(cases(data, "beer"))),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with *.jsonl.gz")
    parser.add_argument("--set", choices=list(TABLES), help="only this one")
    chosen = parser.parse_args()
    tables = []
    for name in [chosen.set] if chosen.set else TABLES:
        try:
            table = TABLES[name](chosen.data)
        except MissingData as missing:
            sys.stderr.write(f"Not measured: {name}: {missing}\n")
            continue
        tables.append(table)
        sys.stdout.write(f"\n{table}\n")
    if not chosen.set and tables:
        head = "# The finder on dev data\n`python -m benchmarks.finder --data FOLDER`"
        RESULTS.write_text("\n\n".join([head, *tables]) + "\n", encoding="utf-8")
    return 0 if tables else 1


if __name__ == "__main__":
    sys.exit(main())
