"""Our own source, read as text and as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "vaknet"
# From the lowest up.
ROOMS = [
    "activity",
    "people",
    "calendars",
    "connections",
    "groups",
    "federation",
    "networks",
    "knowledge",
    "visiting",
    "translations",
    "previews",
    "reading",
    "talks",
    "coffee",
    "events",
    "programme",
    "consulting",
    "encounters",
    "opportunities",
    "surveys",
    "journal",
    "governance",
    "goals",
    "tips",
    "finding",
    "learning",
    "routing",
    "introducing",
    "searching",
    "notices",
    "paper",
    "pushing",
    "leaving",
]


@dataclass(frozen=True)
class Module:
    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    @property
    def is_actions(self) -> bool:
        return self.path.name == "actions.py" or "actions" in self.path.parts


@cache
def modules() -> tuple[Module, ...]:
    paths = sorted(PACKAGE.rglob("*.py"))
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    return tuple(Module(path, text, ast.parse(text)) for path, text in texts)


def written_by_hand() -> Iterator[Module]:
    return (module for module in modules() if not module.is_migration)
