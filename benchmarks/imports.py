"""How long imports take: python -m benchmarks.imports [--data FOLDER]

A membership register of 10,000 made up members, and an archive of 10,000 posts: that of
`se_quantum_*` in FOLDER when it is given, else a made one. Whole commands, indexing included.
"""

import argparse
import csv
import gzip
import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import tables
from benchmarks.network import ROOT, vaknet
from vaknet.engine import trial
from vaknet.engine.trial import Catalogue, TrialGroup, TrialPerson, Words
from vaknet.interfaces.commands._demo.content import table

MEMBERS, POSTS = 10_000, 10_000
NOW = datetime(2026, 1, 1, tzinfo=UTC)
TOWNS = ("Waterveen", "Oosterhage", "Duinrade", "Lindewoude", "Kromwaal", "Heiderveld")
SITE = "se_quantum"


def people(count: int) -> tuple[Words, list[TrialPerson]]:
    words = Words.of(table("trial"))
    employers = [f"gemeente {town}" for town in TOWNS]
    jobs = [[(n, "adviseur", "adviser"), (n, "medewerker", "officer")] for n in range(12)]
    catalogue = Catalogue(jobs, employers, list(enumerate(TOWNS)))
    return words, list(trial.people(1, count, words, catalogue, now=NOW))


def write_register(path: Path) -> None:
    _, everybody = people(MEMBERS)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "email", "profession", "place", "roles", "knows", "seeks", "lang"])
        for person in everybody:
            roles = [
                f"{role.title} ({role.organisation}, {role.since:%Y-%m}-"
                f"{role.until.strftime('%Y-%m') if role.until else ''})"
                for role in person.roles
            ]
            writer.writerow(
                [
                    person.name,
                    f"p{person.number}@register.example",
                    person.profession,
                    "Utrecht",
                    "; ".join(roles),
                    "; ".join(person.knows),
                    "; ".join(person.seeks),
                    person.language,
                ]
            )


def write_archive(folder: Path) -> tuple[Path, Path]:
    words, everybody = people(500)
    everyone = [TrialGroup("Archief", 0, "members", list(range(len(everybody))))]
    asked = list(trial.questions(1, POSTS, everybody, everyone, words, now=NOW))
    paths = folder / "made_questions.jsonl.gz", folder / "made_answers.jsonl.gz"
    _write_lines(paths[0], _questions(asked))
    _write_lines(paths[1], _answers(asked))
    return paths


def _questions(asked: list[trial.TrialQuestion]) -> Iterator[dict[str, Any]]:
    for number, question in enumerate(asked, 1):
        best = [n for n, answer in enumerate(question.answers) if answer.is_best]
        yield {
            "qid": number,
            "t": question.at.isoformat(),
            "title": question.title,
            "body": question.body,
            "tags": question.topics,
            "asker": question.author,
            "accepted": 1_000 * number + best[0] if best else None,
            "split": "train",
        }


def _answers(asked: list[trial.TrialQuestion]) -> Iterator[dict[str, Any]]:
    for number, question in enumerate(asked, 1):
        for n, answer in enumerate(question.answers):
            yield {
                "aid": 1_000 * number + n,
                "qid": number,
                "t": answer.at.isoformat(),
                "user": answer.author,
                "body": answer.text,
                "score": 1,
            }


def _write_lines(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, help=f"folder with {SITE}_*.jsonl.gz")
    chosen = parser.parse_args()
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = folder / "data"
        register = folder / "members.csv"
        write_register(register)
        vaknet(data, "migrate")
        name = f"register of {MEMBERS:,} members"
        tables.keep("imports", name, _timed(data, "import", "members", str(register)))
        tables.keep("imports", f"{name}, again", _timed(data, "import", "members", str(register)))
        archive = write_archive(folder)
        if chosen.data:
            archive = tuple(chosen.data / f"{SITE}_{kind}.jsonl.gz" for kind in KINDS)
        posts = sum(_lines(path) for path in archive)
        kind = "real" if chosen.data else "made"
        known = tables.keep(
            "imports",
            f"{kind} archive of {posts:,} posts",
            {**_timed(data, "import", "qa", *map(str, archive)), "posts": posts},
        )
    lines = [
        "# How long imports take",
        "`python -m benchmarks.imports`: whole commands, into a running network, with indexing.",
        "",
        *tables.head(["import", "seconds", "measured"]),
        *[
            tables.row([name, row["seconds"], tables.circumstances(row)])
            for name, row in known.items()
        ],
    ]
    tables.write("imports", lines)


KINDS = ("questions", "answers")


def _lines(path: Path) -> int:
    with gzip.open(path, "rb") as file:
        return sum(1 for _ in file)


def _timed(data: Path, *arguments: str) -> dict[str, Any]:
    return {"seconds": round(vaknet(data, *arguments), 1)}


if __name__ == "__main__":
    main()
