"""Every message for people, as it stands in templates and Python, and what it is in Dutch."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from vaknet.kit import catalog

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "vaknet"
LOCALE = PACKAGE / "locale"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CALL = re.compile(r"\b(?:_|n?p?gettext)\(")
Key = tuple[str, str]


@cache
def used() -> dict[Key, str]:
    """Message and context → the file that says it."""
    found: dict[Key, str] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.*")]):
        for message, context in _in_file(path):
            found.setdefault((message, context), str(path.relative_to(ROOT)))
    return found


def _in_file(path: Path) -> Iterator[Key]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(_calls(templatize(text, origin=str(path))))
    for _line, said, _comments, context in extract(
        "python", BytesIO(text.encode()), keywords=KEYWORDS
    ):
        message = said if isinstance(said, str) else said[0]
        if message:
            yield message, context or ""


def _calls(text: str) -> Iterator[str]:
    """Only the calls of gettext: between them templatize leaves what is no Python."""
    for start in CALL.finditer(text):
        for end in re.finditer(r"\)", text[start.start() :]):
            call = text[start.start() : start.start() + end.end()]
            try:
                ast.parse(call)
            except SyntaxError:
                continue
            yield call
            break


@cache
def dutch() -> dict[Key, Message]:
    whole: Catalog = catalog.merged(LOCALE, "nl")
    return {
        (one.id if isinstance(one.id, str) else one.id[0], one.context or ""): one
        for one in whole
        if one.id
    }


def texts(message: Message) -> list[str]:
    string = message.string
    return [string] if isinstance(string, str) else [text for text in string if text]
