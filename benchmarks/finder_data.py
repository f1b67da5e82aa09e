"""Reading the trial data, and what is to be found in it."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from vaknet.engine.arrays import Array
from vaknet.engine.ranking import Kind, Passage
from vaknet.engine.text import plain_words, topic

ACCEPTED, ANY = 2, 1
ENGLISH = {"the", "a", "who", "for", "how", "about", "and", "my", "our", "with", "to"}


class MissingData(Exception):
    """A file that is not there; the message says which and where it was looked for."""


@dataclass(frozen=True)
class Case:
    """A question, what was known before it, and who answered it afterwards."""

    title: str
    body: str
    topics: tuple[str, ...]
    at: int
    before: tuple[Passage, ...]
    grades: dict[int, int]
    texts: Mapping[int, str]
    """Every answer as it was written, by the number of its passage."""
    direction: Array | None = None


@dataclass(frozen=True)
class Profiles:
    passages: Sequence[Passage]
    texts: Sequence[str]
    queries: Sequence[tuple[str, dict[int, int]]]
    languages: Sequence[str]


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    plain, packed = folder / f"{name}.jsonl", folder / f"{name}.jsonl.gz"
    if plain.exists():
        text = plain.read_text(encoding="utf-8")
    elif packed.exists():
        text = gzip.decompress(packed.read_bytes()).decode()
    else:
        raise MissingData(f"{packed.name} is not in {folder}")
    return [json.loads(line) for line in text.splitlines()]


def cases(folder: Path, site: str, split: str = "dev") -> Iterator[Case]:
    """Questions of one split that somebody answered who had answered before."""
    questions = {row["qid"]: row for row in rows(folder, f"se_{site}_questions")}
    answers = [row for row in rows(folder, f"se_{site}_answers") if row["qid"] in questions]
    of_question = defaultdict(list)
    for answer in answers:
        of_question[answer["qid"]].append(answer)

    texts = {one["aid"]: _text(one, questions[one["qid"]]) for one in answers}

    @cache
    def passage(number: int) -> Passage:
        return _passage(answers[number], questions[answers[number]["qid"]])

    for question in questions.values():
        at = _seconds(question["t"])
        given = of_question[question["qid"]]
        if question["split"] != split or not given:
            continue
        numbers = [n for n, answer in enumerate(answers) if _seconds(answer["t"]) < at]
        known = {answers[n]["user"] for n in numbers}
        grades = {user: grade for user, grade in _grades(question, given).items() if user in known}
        if grades:
            before = tuple(passage(n) for n in numbers)
            names = tuple(question["tags"])
            yield Case(question["title"], question["body"], names, at, before, grades, texts)


def profiles(folder: Path, name: str = "nl") -> Profiles:
    """Of `NAME_profiles.jsonl.gz` and `NAME_queries.jsonl.gz`."""
    known, asked = rows(folder, f"{name}_profiles"), rows(folder, f"{name}_queries")
    passages = [
        Passage(row["id"], row["id"], Kind.PROFILE, 0, 0, _words(row["text"])) for row in known
    ]
    graded = [(row["q"], {int(who): grade for who, grade in row["rel"].items()}) for row in asked]
    queries = [(text, {who: g for who, g in grades.items() if g}) for text, grades in graded]
    languages = [row.get("lang") or language_of(row["q"]) for row in asked]
    return Profiles(passages, [row["text"] for row in known], queries, languages)


def language_of(question: str) -> str:
    """English has words that no Dutch question has without these."""
    return "en" if set(question.lower().split()) & ENGLISH else "nl"


def _grades(question: dict[str, Any], given: list[dict[str, Any]]) -> dict[int, int]:
    """Grade 2 for the accepted and the best scored answer, 1 for any other."""
    best = max(given, key=lambda answer: answer["score"])["aid"]
    grades: dict[int, int] = {}
    for answer in given:
        grade = ACCEPTED if answer["aid"] in (question["accepted"], best) else ANY
        grades[answer["user"]] = max(grade, grades.get(answer["user"], 0))
    return grades


def _passage(answer: dict[str, Any], question: dict[str, Any]) -> Passage:
    """As domain/finding makes one: title, topics and answer."""
    text = _text(answer, question)
    topics = " ".join(map(topic, question["tags"]))
    at = _seconds(answer["t"])
    return Passage(answer["aid"], answer["user"], Kind.ANSWER, 0, at, _words(text), topics)


def _text(answer: dict[str, Any], question: dict[str, Any]) -> str:
    return "\n".join([question["title"], *question["tags"], answer["body"]])


def _words(text: str) -> str:
    return " ".join(plain_words(text, limit=300))


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp())
