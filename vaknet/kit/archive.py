"""A question-and-answer archive as JSON lines, with people as numbers."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LONGEST_LINE = 4_000_000


class ArchiveError(ValueError):
    """The file cannot be read at all; the message says why."""


@dataclass(frozen=True)
class ArchivedQuestion:
    number: int
    at: datetime
    title: str
    body: str
    topics: tuple[str, ...]
    asker: int
    accepted: int | None
    split: str


@dataclass(frozen=True)
class ArchivedAnswer:
    number: int
    question: int
    at: datetime
    author: int
    text: str


def read_questions(path: Path) -> tuple[list[ArchivedQuestion], list[str]]:
    """Questions in the order of the file, and a sentence for every line that is not one."""
    return _read(path, _question)


def read_answers(path: Path) -> tuple[list[ArchivedAnswer], list[str]]:
    return _read(path, _answer)


def _read[T](path: Path, convert: Callable[[dict[str, Any]], T]) -> tuple[list[T], list[str]]:
    read: list[T] = []
    refused: list[str] = []
    for number, line in _lines(path):
        try:
            read.append(convert(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            refused.append(f"{path.name} line {number}: {type(error).__name__}: {error}"[:200])
    return read, refused


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Raises ArchiveError for a file that is no gzip, or breaks off."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), 1):
                if line.strip():
                    yield number, line
    except (OSError, EOFError, zlib.error) as error:
        raise ArchiveError(f"{path.name} is damaged or not a gzip file: {error}.") from error


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(value: Any) -> str:
    """Raises TypeError for anything but a string. NUL cannot be kept."""
    if not isinstance(value, str):
        raise TypeError(f"expected text, found {type(value).__name__}")
    return value.replace("\0", "").strip()


def _question(row: dict[str, Any]) -> ArchivedQuestion:
    title = _text(row["title"])
    if not title:
        raise ValueError("the title is empty")
    accepted = row.get("accepted")
    return ArchivedQuestion(
        number=int(row["qid"]),
        at=_moment(_text(row["t"])),
        title=title[:300],
        body=_text(row.get("body", ""))[:20_000],
        topics=tuple(dict.fromkeys(_text(topic)[:80] for topic in row.get("tags", [])))[:5],
        asker=int(row["asker"]),
        accepted=None if accepted is None else int(accepted),
        split=_text(row.get("split", "")),
    )


def _answer(row: dict[str, Any]) -> ArchivedAnswer:
    text = _text(row["body"])
    if not text:
        raise ValueError("the answer is empty")
    return ArchivedAnswer(
        number=int(row["aid"]),
        question=int(row["qid"]),
        at=_moment(_text(row["t"])),
        author=int(row["user"]),
        text=text[:20_000],
    )
