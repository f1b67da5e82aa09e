"""The official download of ESCO: which of its files we use, and what is in them.

The download is a ZIP for each language, with files named `skills_nl.csv` and the like. Columns as
in ESCO v1.2: conceptUri, preferredLabel, altLabels (a line each), status, iscoGroup, code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vaknet.kit.table import TableError, rows

NAME = re.compile(r"(?:^|/)(skills|skillGroups|occupations|ISCOGroups)_(nl|en)\.csv$", re.I)
NEEDED = {"concepturi", "preferredlabel"}
LONGEST_LABEL = 200

type Kind = Literal["subjects", "occupations", "groups"]
KINDS: dict[str, Kind] = {
    "skills": "subjects",
    "skillgroups": "subjects",
    "occupations": "occupations",
    "iscogroups": "groups",
}


@dataclass(frozen=True)
class Concept:
    """`code` is the ISCO-08 code of a group or of an occupation's group, and empty for subjects."""

    uri: str
    label: str
    others: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True)
class Sheet:
    """The concepts of one file: names in one language, `nl` or `en`."""

    kind: Kind
    language: str
    concepts: list[Concept]


def is_sheet(name: str) -> bool:
    """Whether we use a file of that name."""
    return NAME.search(name) is not None


def sheet(name: str, content: bytes) -> Sheet:
    """What is in it, without what was withdrawn. Raises TableError for what is not such a file."""
    known = NAME.search(name)
    if known is None:
        raise TableError("It is not one of the files of ESCO, such as skills_nl.csv.")
    kind = KINDS[known[1].lower()]
    return Sheet(kind, known[2].lower(), list(_concepts(content, kind)))


def _concepts(content: bytes, kind: Kind) -> Iterator[Concept]:
    seen: set[str] = set()
    for row in rows(content):
        if missing := NEEDED - row.cells.keys() | _codes(kind) - row.cells.keys():
            raise TableError(f"Line {row.line} has no column {', '.join(sorted(missing))}.")
        cells = row.cells
        uri, label = cells["concepturi"], _tidy(cells["preferredlabel"])
        if not uri or not label or uri in seen or cells.get("status") == "obsolete":
            continue
        seen.add(uri)
        others = (_tidy(other) for other in cells.get("altlabels", "").splitlines())
        yield Concept(uri, label, _different(others, label), _code(cells, kind))


def _codes(kind: Kind) -> set[str]:
    return {"subjects": set[str](), "occupations": {"iscogroup"}, "groups": {"code"}}[kind]


def _code(cells: dict[str, str], kind: Kind) -> str:
    return "".join(cells[name] for name in _codes(kind))[:4]


def _tidy(label: str) -> str:
    return " ".join(label.replace("|", "/").split())[:LONGEST_LABEL]


def _different(others: Iterator[str], label: str) -> tuple[str, ...]:
    kept = {other.casefold(): other for other in others if other}
    kept.pop(label.casefold(), None)
    return tuple(kept.values())
