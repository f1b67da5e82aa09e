"""Translations: one readable .po per page area, compiled to the one .mo that gettext loads."""

import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def merged(folder: Path, language: str) -> Catalog:
    """All `<folder>/<language>/*.po` as one catalog; the same message twice must say the same.

    Raises ValueError naming the message that two files translate differently.
    """
    whole = Catalog(locale=language, domain="django", fuzzy=False)
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id or not message.string:
                    continue
                known = whole.get(message.id, message.context)
                if known is not None and known.string != message.string:
                    raise ValueError(f"{path.name}: {message.id!r} is translated differently")
                whole.add(message.id, message.string, context=message.context)
    return whole


def compile_language(folder: Path, language: str) -> Path:
    """Write `<folder>/<language>/LC_MESSAGES/django.mo` if a .po is newer than it."""
    target = folder / language / "LC_MESSAGES" / "django.mo"
    sources = list((folder / language).glob("*.po"))
    newest = max((path.stat().st_mtime for path in sources), default=0.0)
    if target.exists() and target.stat().st_mtime >= newest:
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_suffix(f".{os.getpid()}")  # several networks may start at once
    with half.open("wb") as file:
        write_mo(file, merged(folder, language))
    half.replace(target)
    return target
